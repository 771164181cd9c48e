using System.Text.Json.Serialization;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Redis;

/// <summary>How opt-outs are written that wait for SQL.</summary>
[JsonSerializable(typeof(SuppressionChange))]
internal sealed partial class SuppressionJson : JsonSerializerContext;
