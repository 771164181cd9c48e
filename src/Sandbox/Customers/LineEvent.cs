using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>An event that happened, before it is written into a body.</summary>
/// <param name="Id">webhookEventId, a ULID.</param>
/// <param name="MessageId">Of message events.</param>
/// <param name="ReplyToken">Of those that can be replied to.</param>
/// <param name="Json">The event as LINE writes it.</param>
internal sealed record LineEvent(string Id, string? MessageId, string? ReplyToken, JsonObject Json);
