using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>預存回覆: the list, the form, the question before deleting.</summary>
internal static class SavedReplyCards
{
    public const int PageSize = 8;
    private const int LongestName = 30;
    private const int LongestSample = 60;
    private const int MostStores = 20;

    public static JsonObject List(
        Phrases phrases,
        StaffMember who,
        IReadOnlyList<SavedReply> replies,
        int skip,
        bool more,
        string? note = null
    )
    {
        var card = new Card(phrases).Title("Saved_Title").Hint("Saved_Hint");
        if (note is not null)
            card.Text(note);
        if (replies.Count == 0)
            card.Say("Saved_None");
        foreach (var reply in replies)
        {
            var words =
                $"**{Markdown.Escape(Name(reply))}** · {phrases[$"SharingScope_{reply.Sharing.Scope}"]} · {phrases.Say("Saved_Items", reply.Content.Messages.Count)}\n\n{Sample(phrases, reply.Content)}";
            card.Row(
                words,
                reply.MayEdit(who)
                    ?
                    [
                        Card.Button(Verbs.SavedEdit, phrases["Button_Edit"], Data(reply)),
                        Card.Button(Verbs.SavedAskDelete, phrases["Button_Delete"], Data(reply)),
                    ]
                    : []
            );
        }
        card.Action(Card.Button(Verbs.SavedNew, phrases["Button_NewSaved"]));
        if (skip > 0)
            card.Action(Card.Button(Verbs.SavedOpen, phrases["Button_Previous"], new(Math.Max(0, skip - PageSize))));
        if (more)
            card.Action(Card.Button(Verbs.SavedOpen, phrases["Button_Next"], new(skip + PageSize)));
        return card.Build();
    }

    /// <param name="reply">The one to change; null for a new one.</param>
    /// <param name="action">The one-time id of the act of saving a new one.</param>
    /// <returns>Null when what was typed does not fit into a card.</returns>
    public static JsonObject? Form(
        Phrases phrases,
        StaffMember who,
        SavedReply? reply,
        string name,
        IReadOnlyList<OutboundMessage> messages,
        Sharing sharing,
        IReadOnlyList<string> stores,
        Guid action,
        bool saved,
        FieldError? error = null,
        string? note = null
    )
    {
        if (MessageSlots.Plan(messages, saved) is not { } slots)
            return null;
        var card = new Card(phrases).Title(reply is null ? "Saved_New" : "Saved_Edit").Hint("Saved_FormHint");
        if (note is not null)
            card.Text(note, color: "Attention");
        card.Input(
            Card.TextInput(Field.Name, phrases["Label_SavedName"], Markdown.Clip(name, SavedReply.LongestName), SavedReply.LongestName),
            FieldError.At(error, Field.Name)
        );
        MessageSlots.Draw(card, messages, slots, error, arrange: null);
        var scopes = Enum.GetValues<SharingScope>()
            .Where(scope => who.Role != Role.Salesperson || scope is SharingScope.Me or SharingScope.Stores || scope == sharing.Scope);
        card.Input(
            Card.Choice(
                Field.Share,
                phrases["Label_Share"],
                sharing.Scope.ToString(),
                scopes.Select(scope => (scope.ToString(), phrases[$"SharingScope_{scope}"]))
            ),
            FieldError.At(error, Field.Share)
        );
        if (who.Role != Role.Salesperson)
            card.Input(
                Several(
                    Field.Roles,
                    phrases["Label_Roles"],
                    sharing.Roles.Select(role => role.ToString()),
                    Enum.GetNames<Role>().Select(role => (role, phrases[$"Role_{role}"]))
                )
            );
        // A name with a comma in it could not be told from two.
        var offered = stores
            .Concat(sharing.Stores)
            .Distinct()
            .Where(store => store.Length is > 0 and <= 60 && !store.Contains(',', StringComparison.Ordinal))
            .Take(MostStores)
            .ToList();
        if (offered.Count > 0)
            card.Input(
                Several(
                    Field.Stores,
                    phrases["Label_Stores"],
                    sharing.Stores,
                    offered.Select(store => (store, Markdown.Clip(store, LongestName)))
                )
            );

        var data = new SavedForm(slots, action) { Saved = reply?.Id, Version = reply?.Version };
        return card.Action(Card.Button(Verbs.SavedKeep, phrases["Button_Save"], data, inputs: true))
            .Action(Card.Button(Verbs.SavedOpen, phrases["Button_Back"]))
            .Build();
    }

    public static JsonObject AskDelete(Phrases phrases, SavedReply reply)
    {
        return new Card(phrases)
            .Title("Saved_Delete", Name(reply))
            .Text(Sample(phrases, reply.Content))
            .Action(Card.Button(Verbs.SavedDelete, phrases["Button_Delete"], Data(reply)))
            .Action(Card.Button(Verbs.SavedOpen, phrases["Button_Back"]))
            .Build();
    }

    /// <summary>An input to choose one from.</summary>
    public static JsonObject Choice(Phrases phrases, IEnumerable<SavedReply> replies) =>
        Card.Choice(Field.Reply, phrases["Label_Saved"], null, [("", phrases["Choice_NoSaved"]), .. Titles(phrases, [.. replies])]);

    // Several may have one name: what they say tells them apart, and where that is alike too, the number they were kept under.
    private static IEnumerable<(string, string)> Titles(Phrases phrases, IReadOnlyList<SavedReply> replies)
    {
        string Title(SavedReply reply) =>
            replies.Count(other => Name(other) == Name(reply)) == 1 ? Name(reply) : $"{Name(reply)} · {Words(phrases, reply)}";
        foreach (var reply in replies)
        {
            var id = reply.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            yield return (id, replies.Count(other => Title(other) == Title(reply)) == 1 ? Title(reply) : $"{Title(reply)} · {id}");
        }
    }

    private static string Words(Phrases phrases, SavedReply reply) =>
        (reply.Content.Messages.Count > 0 ? reply.Content.Messages[0] : null) switch
        {
            OutboundMessage.Text text => Markdown.Clip(text.Words.ReplaceLineEndings(" "), LongestName),
            OutboundMessage.Media media => Markdown.Clip(media.FileName, LongestName),
            _ => phrases.Say("Saved_Items", reply.Content.Messages.Count),
        };

    private static string Name(SavedReply reply) => Markdown.Clip(reply.Name.ReplaceLineEndings(" "), LongestName);

    private static SavedTarget Data(SavedReply reply) => new(reply.Id);

    private static string Sample(Phrases phrases, Content content) =>
        (content.Messages.Count > 0 ? content.Messages[0] : null) switch
        {
            OutboundMessage.Text text => Markdown.Escape(Markdown.Clip(text.Words.ReplaceLineEndings(" "), LongestSample)),
            OutboundMessage.Media media => MessageSlots.Line(phrases, media),
            _ => "",
        };

    private static JsonObject Several(
        string id,
        string label,
        IEnumerable<string> chosen,
        IEnumerable<(string Value, string Title)> choices
    ) => Card.Choice(id, label, string.Join(',', chosen), choices, several: true);
}
