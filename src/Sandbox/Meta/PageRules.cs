using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>What Messenger and Instagram ask of the body of a send.</summary>
internal static class PageRules
{
    private const int MostMetadata = 1_000;
    private static readonly string[] Addressings =
    [
        "id",
        "user_ref",
        "comment_id",
        "post_id",
        "notification_messages_token",
        "phone_number",
    ];
    private static readonly string[] Actions = ["typing_on", "typing_off", "mark_seen", "react", "unreact"];
    private static readonly string[] MessengerTypes = ["image", "audio", "video", "file", "template"];
    private static readonly string[] InstagramTypes =
    [
        "image",
        "audio",
        "video",
        "file",
        "template",
        "MEDIA_SHARE",
        "like_heart",
        "sticker",
    ];

    /// <param name="channel">Messenger or Instagram.</param>
    /// <param name="body">The call's.</param>
    /// <param name="notes">Gets what is allowed but not careful.</param>
    public static (MetaSend? Send, GraphError? Error) Read(Channel channel, GraphBody body, List<(string Kind, string Detail)> notes)
    {
        var fields = body.Fields;
        if (fields["recipient"] is not JsonObject recipient)
            return Bad("The parameter recipient is required.");
        if (Addressings.Count(a => recipient[a] is not null) != 1)
            return Bad("Exactly one of id, user_ref, comment_id, post_id and notification_messages_token must be given.");
        var to = GraphBody.Text(recipient["id"]);
        if (to is not { Length: > 0 and <= 20 } || !to.All(char.IsAsciiDigit))
            return Bad("Param recipient[id] must be a valid ID string (e.g., \"123\")");
        if (GraphBody.Text(fields["sender_action"]) is { } action)
            return fields["message"] is not null || !Actions.Contains(action)
                ? Bad("sender_action must be a request of its own and one that is known.")
                : (new MetaSend(to, "action"), null);
        if (Tag(fields) is { } wrong)
            return (null, wrong);
        if (fields["message"] is not JsonObject message)
            return Bad("The parameter message is required.");

        var metadata = GraphBody.Text(message["metadata"]);
        if (metadata is { Length: >= MostMetadata })
            return Bad($"Length of param message[metadata] must be less than {MostMetadata}.");
        if (metadata is not null && channel == Channel.Instagram)
            notes.Add(("metadata.undocumented", "Instagram documents no metadata and gives none back"));
        if (QuickReplies(message) is { } quick)
            return (null, quick);
        var (send, error) = Content(channel, message, to, body.File is not null);
        return (
            send is null
                ? null
                : send with
                {
                    Correlation = channel == Channel.Messenger ? metadata : null,
                    ByHuman = GraphBody.Text(fields["tag"]) == "HUMAN_AGENT",
                },
            error
        );
    }

    /// <summary>The attachment of a send or an upload.</summary>
    public static (MetaSend? Send, GraphError? Error) Attachment(Channel channel, JsonObject attachment, string to, bool hasFile)
    {
        var type = GraphBody.Text(attachment["type"]) ?? "";
        if (!(channel == Channel.Messenger ? MessengerTypes : InstagramTypes).Contains(type))
            return Bad($"Param message[attachment][type] must be one of those known, not {type}.");
        var payload = attachment["payload"] as JsonObject;
        if (type is "like_heart" or "template" or "MEDIA_SHARE" or "sticker")
            return (new MetaSend(to, type), null);
        var (url, id) = (GraphBody.Text(payload?["url"]), GraphBody.Text(payload?["attachment_id"]));
        if ((url is null ? 0 : 1) + (id is null ? 0 : 1) + (hasFile ? 1 : 0) != 1)
            return Bad("Exactly one of url, attachment_id and filedata must be given.");
        if (url is not null && !GraphBody.IsAddress(url))
            return (null, GraphErrors.CouldNotFetch);
        return (
            new MetaSend(to, type)
            {
                Url = url,
                MediaId = id,
                HasFile = hasFile,
                Reusable = GraphBody.Text(payload?["is_reusable"]) == "true" || IsTrue(payload?["is_reusable"]),
            },
            null
        );
    }

    private static (MetaSend? Send, GraphError? Error) Content(Channel channel, JsonObject message, string to, bool hasFile)
    {
        var text = message["text"];
        if (new[] { text, message["attachment"], message["attachments"], message["template"] }.Count(p => p is not null) != 1)
            return Bad("Exactly one of text and attachment must be given.");
        if (text is not null)
            return Words(channel, GraphBody.Text(text), to);
        if (message["attachment"] is JsonObject attachment)
            return Attachment(channel, attachment, to, hasFile);
        if (message["attachments"] is not JsonArray several)
            return Bad("message[template] needs the permission page_utility_messaging.");
        var most = channel == Channel.Messenger ? 30 : 10;
        if (several.Count == 0 || several.Count > most)
            return Bad($"message[attachments] takes 1 to {most} images.", channel == Channel.Instagram ? 2_534_068 : 0);
        var read = several.Select(one => Attachment(channel, one as JsonObject ?? [], to, hasFile: false)).ToArray();
        if (Array.Find(read, r => r.Error is not null).Error is { } error)
            return (null, error);
        if (Array.Exists(read, r => r.Send!.Kind != "image"))
            return Bad("message[attachments] takes images only.");
        return (
            new MetaSend(to, "images")
            {
                Url = read[0].Send!.Url is null ? null : string.Join(' ', read.Select(r => r.Send!.Url ?? r.Send.MediaId)),
                MediaId = read[0].Send!.MediaId,
            },
            null
        );
    }

    private static (MetaSend? Send, GraphError? Error) Words(Channel channel, string? words, string to)
    {
        if (string.IsNullOrEmpty(words))
            return Bad("Param message[text] must be a string that is not empty.");
        if (channel == Channel.Messenger && words.Length >= 2_000)
            return Bad("Length of param message[text] must be less than 2000.");
        if (channel == Channel.Instagram && Encoding.UTF8.GetByteCount(words) > 1_000)
            return Bad("Length of param message[text] must be less than or equal to 1000 bytes.", 2_534_015);
        return (new MetaSend(to, "text") { Text = words }, null);
    }

    private static GraphError? Tag(JsonObject fields)
    {
        var tag = GraphBody.Text(fields["tag"]);
        return (GraphBody.Text(fields["messaging_type"]), tag) switch
        {
            (null or "RESPONSE" or "UPDATE", null) => null,
            ("MESSAGE_TAG" or null, "HUMAN_AGENT") => null,
            ("UTILITY", _) => new GraphError(400, 10, "(#10) This needs the permission page_utility_messaging."),
            ("MESSAGE_TAG", null) => GraphError.Parameter("The parameter tag is required."),
            (_, not null) => GraphError.Parameter(
                string.Create(CultureInfo.InvariantCulture, $"The message tag {tag} is no longer supported.")
            ),
            var (type, _) => GraphError.Parameter($"Param messaging_type must be one of those known, not {type}."),
        };
    }

    private static GraphError? QuickReplies(JsonObject message)
    {
        if (message["quick_replies"] is not JsonArray quick)
            return null;
        var bad =
            quick.Count > 13
            || quick.Any(q => GraphBody.Text(q?["title"]) is { Length: > 20 } || GraphBody.Text(q?["payload"]) is { Length: > 1_000 });
        return bad ? GraphError.Parameter("At most 13 quick replies, titles of 20 and payloads of 1000 characters.") : null;
    }

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.True;

    private static (MetaSend?, GraphError?) Bad(string message, int subcode = 0) => (null, GraphError.Parameter(message, subcode));
}
