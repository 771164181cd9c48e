using System.Text.Json;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Sends, updates and deletes activities, opens conversations and names members, as Teams does.</summary>
internal sealed class Connector(TeamsBook book, TeamsPeople people, BotTokens tokens, WeatherStation weather)
{
    public ConnectorAnswer Post(string conversation, string? replyTo, JsonElement activity)
    {
        if (Refusal(conversation, activity) is { } refusal)
            return refusal;
        if (Text(activity, "type") is "typing" or "trace")
        {
            book.Mention("typing", conversation, activity);
            return new ConnectorAnswer(202);
        }

        // Teams makes two messages of a text with a card, and then tells no id.
        var two = HasText(activity) && HasAttachments(activity);
        var id = book.Post(conversation, replyTo ?? Text(activity, "replyToId"), activity, tellId: !two);
        return two ? new ConnectorAnswer(202) : new ConnectorAnswer(201, new { id });
    }

    public ConnectorAnswer Update(string conversation, string id, JsonElement activity)
    {
        if (Refusal(conversation, activity) is { } refusal)
            return refusal;
        return book.Update(conversation, id, activity) ? new ConnectorAnswer(200, new { id }) : ConnectorAnswer.NoActivity;
    }

    public ConnectorAnswer Delete(string conversation, string id) =>
        book.Delete(conversation, id) ? new ConnectorAnswer(200) : ConnectorAnswer.NoActivity;

    public ConnectorAnswer Create(JsonElement wanted)
    {
        var activity =
            wanted.TryGetProperty("activity", out var given) && given.ValueKind == JsonValueKind.Object ? given : (JsonElement?)null;
        var channelData = wanted.TryGetProperty("channelData", out var data) ? data : default;
        if (wanted.TryGetProperty("isGroup", out var group) && group.ValueKind == JsonValueKind.True)
        {
            if (Text(Inner(channelData, "channel"), "id") is not { } channel || activity is null)
                return ConnectorAnswer.BadCreation;
            var id = book.Post(channel, null, activity.Value, tellId: true);
            var thread = $"{channel};messageid={id}";
            people.Open(thread);
            return new ConnectorAnswer(201, new { id = thread, activityId = id });
        }

        var tenant = Text(wanted, "tenantId") ?? Text(Inner(channelData, "tenant"), "id");
        if (
            tenant is null
            || !wanted.TryGetProperty("members", out var members)
            || members.ValueKind != JsonValueKind.Array
            || members.GetArrayLength() != 1
            || Text(members[0], "id") is not { } member
        )
            return ConnectorAnswer.BadCreation;
        var chat = people.ChatWith(member, tenant);
        book.Mention("conversation", chat, null);
        if (activity is { } first)
            book.Post(chat, null, first, tellId: false);
        return new ConnectorAnswer(201, new { id = chat });
    }

    public ConnectorAnswer Members(string conversation) =>
        people.In(conversation) is { } person ? new ConnectorAnswer(200, new[] { Describe(person) }) : ConnectorAnswer.NoConversation;

    public ConnectorAnswer PagedMembers(string conversation) =>
        people.In(conversation) is { } person
            ? new ConnectorAnswer(200, new { members = new[] { Describe(person) } })
            : ConnectorAnswer.NoConversation;

    public ConnectorAnswer Member(string conversation, string id)
    {
        if (people.In(conversation) is not { } person)
            return ConnectorAnswer.NoConversation;
        return id == person.Id || id == person.AadObjectId ? new ConnectorAnswer(200, Describe(person)) : ConnectorAnswer.NoMember;
    }

    private static object Describe(TeamsPerson person) =>
        new
        {
            id = person.Id,
            aadObjectId = person.AadObjectId,
            name = person.Name,
            tenantId = person.TenantId,
            userRole = "user",
        };

    private ConnectorAnswer? Refusal(string conversation, JsonElement activity) =>
        weather.Teams switch
        {
            { Strict: var strict } when (strict ?? tokens.Declared) && !people.Knows(conversation) => ConnectorAnswer.NoConversation,
            { Left: var left } when left.Contains(conversation, StringComparer.Ordinal) => ConnectorAnswer.NotInRoster,
            _ when string.IsNullOrEmpty(Text(activity, "type")) => ConnectorAnswer.NoType,
            _ when Text(activity, "type") == "message" && !HasText(activity) && !HasAttachments(activity) => ConnectorAnswer.EmptyMessage,
            _ => null,
        };

    private static bool HasText(JsonElement activity) => !string.IsNullOrEmpty(Text(activity, "text"));

    private static bool HasAttachments(JsonElement activity) =>
        activity.TryGetProperty("attachments", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0;

    private static JsonElement Inner(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var inner) ? inner : default;

    private static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}
