using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>Something that happened, before it is written into a webhook's body.</summary>
/// <param name="Id">LINE's webhookEventId, a ULID.</param>
/// <param name="MessageId">Of a message.</param>
/// <param name="ReplyToken">Of LINE's events that can be replied to.</param>
/// <param name="Json">As the platform writes it.</param>
internal sealed record Told(string? Id, string? MessageId, string? ReplyToken, JsonObject Json);
