namespace OmoBroadcast.Storage.Sql;

/// <summary>A verified webhook call that waits to be applied, or is set aside.</summary>
/// <param name="Attempts">How often applying it has failed, by <see cref="WebhookInbox.FailedAsync"/>.</param>
/// <param name="Reason">Why it failed last; null if it never did.</param>
public sealed record StoredWebhook(long Id, WaitingWebhook Call, int Attempts, string? Reason);
