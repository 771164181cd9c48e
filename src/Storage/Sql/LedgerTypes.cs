using System.Text.Json.Serialization;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What <see cref="LedgerJson"/> writes.</summary>
[JsonSerializable(typeof(Audience))]
[JsonSerializable(typeof(Content))]
[JsonSerializable(typeof(OutboundMessage.Text))]
[JsonSerializable(typeof(OutboundMessage.Media))]
[JsonSerializable(typeof(OutboundMessage.Template))]
[JsonSerializable(typeof(MessageTemplate))]
[JsonSerializable(typeof(CustomerKey))]
[JsonSerializable(typeof(Dictionary<SkipReason, long>))]
[JsonSerializable(typeof(IReadOnlyDictionary<SkipReason, long>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class LedgerTypes : JsonSerializerContext;
