using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>A broadcast that a customer received.</summary>
/// <param name="At">When the platform took it.</param>
/// <param name="Sender">By staff id.</param>
/// <param name="SenderName">Null where nothing is known of them any more.</param>
public sealed record ReceivedBroadcast(DateTimeOffset At, string Sender, string? SenderName, Content Content);
