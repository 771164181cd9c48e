using System.Text.Json.Serialization;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Redis;

/// <summary>What <see cref="WaitingReports"/> writes.</summary>
[JsonSerializable(typeof(InboundEvent))]
[JsonSerializable(typeof(InboundBody.Receipt))]
[JsonSerializable(typeof(InboundBody.Echo))]
[JsonSerializable(typeof(InboundBody.Standing))]
[JsonSerializable(typeof(InboundBody.Renamed))]
[JsonSerializable(typeof(InboundBody.Message))]
[JsonSerializable(typeof(InboundBody.TemplateChanged))]
[JsonSerializable(typeof(SendOutcome.Accepted))]
[JsonSerializable(typeof(SendOutcome.Throttled))]
[JsonSerializable(typeof(SendOutcome.Unavailable))]
[JsonSerializable(typeof(SendOutcome.Unknown))]
[JsonSerializable(typeof(SendOutcome.Refused))]
[JsonSerializable(typeof(SendOutcome.Unreachable))]
[JsonSerializable(typeof(SendOutcome.MediaGone))]
internal sealed partial class ReportTypes : JsonSerializerContext;
