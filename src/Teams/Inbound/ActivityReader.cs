using System.Text.Json;
using OmoBroadcast.Teams.Activities;
using static OmoBroadcast.Teams.Inbound.ActivityJson;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Reads an activity from JSON. Pure and tolerant: unknown fields, types and kinds of values are passed over.</summary>
public static class ActivityReader
{
    private const int MostDepth = 64;
    private const int LongestLink = 8 * 1024;
    private const int MostAttachments = 10;
    private const string FileDownload = "application/vnd.microsoft.teams.file.download.info";

    /// <summary>Null when it is not JSON, or not an object with a type.</summary>
    public static Activity? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MostDepth });
            return Read(json.RootElement);
        }
        // The latter: a name of a property that holds a lone surrogate.
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Activity? Read(JsonElement root)
    {
        if (Id(root, "type") is not { } type)
            return null;
        var from = Child(root, "from");
        var conversation = Child(root, "conversation");
        var channelData = Child(root, "channelData");
        var botId = Id(Child(root, "recipient"), "id");
        var client = Items(root, "entities").FirstOrDefault(entity => Id(entity, "type") == "clientInfo");
        var written = MessageText.Read(root, botId);
        return new Activity
        {
            Type = type,
            Id = Id(root, "id"),
            ServiceUrl = Id(root, "serviceUrl"),
            ChannelId = Id(root, "channelId"),
            FromId = Id(from, "id"),
            PersonId = Id(from, "aadObjectId"),
            BotId = botId,
            ConversationId = Id(conversation, "id"),
            IsPersonal = IsPersonal(conversation),
            TenantId = Id(conversation, "tenantId") ?? Id(Child(channelData, "tenant"), "id"),
            Locale = Id(root, "locale") ?? Id(client, "locale"),
            TimeZone = Id(root, "localTimezone") ?? Id(client, "timezone"),
            Text = written.Words,
            Attachments = Attachments(root, type, written),
            OnPhone =
                Id(client, "platform") is { } platform
                && (
                    platform.Equals("Android", StringComparison.OrdinalIgnoreCase)
                    || platform.Equals("iOS", StringComparison.OrdinalIgnoreCase)
                ),
            ReplyToId = Id(root, "replyToId"),
            AddsUs = AddsUs(root, type, botId),
            RemovesUs = RemovesUs(root, type, botId),
            Action = Action(root, type),
            Search = type == "invoke" ? Search(Child(root, "value")) : null,
            Name = Id(root, "name"),
        };
    }

    private static bool IsPersonal(JsonElement conversation)
    {
        if (Id(conversation, "conversationType") is { } type)
            return type == "personal";
        return !(
            conversation.ValueKind == JsonValueKind.Object
            && conversation.TryGetProperty("isGroup", out var group)
            && group.ValueKind == JsonValueKind.True
        );
    }

    private static bool AddsUs(JsonElement root, string type, string? botId) =>
        type switch
        {
            "installationUpdate" => Id(root, "action") is "add" or "add-upgrade",
            "conversationUpdate" => botId is not null && Items(root, "membersAdded").Any(member => Id(member, "id") == botId),
            _ => false,
        };

    private static bool RemovesUs(JsonElement root, string type, string? botId) =>
        type switch
        {
            "installationUpdate" => Id(root, "action") == "remove",
            "conversationUpdate" => botId is not null && Items(root, "membersRemoved").Any(member => Id(member, "id") == botId),
            _ => false,
        };

    // Pictures pasted into the chat lie with the channel; files lie with the person's own storage, and the address to fetch them holds its
    // own permission. The pictures of emoji are letters, which stand among the words already.
    private static Attachment[] Attachments(JsonElement root, string type, MessageText written) =>
        type != "message"
            ? []
            :
            [
                .. Items(root, "attachments")
                    .Select(Attached)
                    .OfType<Attachment>()
                    .Where(attachment => !attachment.NeedsToken || !written.IsEmoji(attachment.Url))
                    .Take(MostAttachments),
            ];

    private static Attachment? Attached(JsonElement attachment) =>
        String(attachment, "contentType") switch
        {
            FileDownload when Link(Child(attachment, "content"), "downloadUrl") is { } url => new Attachment(
                url,
                String(attachment, "name"),
                NeedsToken: false
            ),
            { } kind when kind.StartsWith("image/", StringComparison.OrdinalIgnoreCase) && Link(attachment, "contentUrl") is { } url =>
                new Attachment(url, String(attachment, "name"), NeedsToken: true),
            _ => null,
        };

    private static string? Link(JsonElement parent, string name) =>
        String(parent, name) is { Length: > 0 and <= LongestLink } text ? text : null;

    private static CardAction? Action(JsonElement root, string type)
    {
        var value = Child(root, "value");
        if (type == "invoke")
        {
            var action = Child(value, "action");
            return Id(action, "verb") is { } verb ? new(verb, Data(Child(action, "data"))) : null;
        }
        // A client too old for Action.Execute sends the data of the fallback Action.Submit, which names the verb itself.
        var data = type == "message" ? Data(value) : [];
        return data.Remove("verb", out var submitted) ? new(submitted, data) : null;
    }

    private static Search? Search(JsonElement value) =>
        Id(value, "dataset") is { } dataset
            ? new(
                dataset,
                String(value, "queryText")?.Trim() ?? "",
                Child(Child(value, "queryOptions"), "top") is { ValueKind: JsonValueKind.Number } top && top.TryGetInt32(out var most)
                    ? most
                    : 0
            )
            : null;

    private static Dictionary<string, string> Data(JsonElement data)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        if (data.ValueKind != JsonValueKind.Object)
            return read;
        foreach (var property in data.EnumerateObject())
        {
            var text = property.Value.ValueKind switch
            {
                JsonValueKind.String => Safe(property.Value),
                JsonValueKind.Number => property.Value.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => null,
            };
            if (text is not null)
                read[property.Name] = text;
        }
        return read;
    }
}
