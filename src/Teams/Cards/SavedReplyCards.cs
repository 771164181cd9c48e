using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>預存回覆: the list, the form, the question before deleting.</summary>
internal static class SavedReplyCards
{
    public const int PageSize = 8;
    private const int LongestName = 30;
    private const int LongestSample = 60;
    private const int MostStores = 20;

    /// <param name="note">What has just been done.</param>
    public static JsonObject List(Phrases phrases, SavedReplyPage page, string? note = null)
    {
        var card = new Card(phrases).Title("Saved_Title");
        if (note is not null)
            card.Text(note);
        if (page.Replies.Count == 0)
            card.Say("Saved_None");
        foreach (var reply in page.Replies)
            card.Row(Parts(phrases, reply), reply.MayEdit(page.Who) ? Changing(phrases, reply) : []);
        card.Fold("hints", phrases["Saved_How"], page.Replies.Count == 0, TextBlocks.Small(phrases["Saved_Hint"]))
            .Main(Card.Button(Verbs.SavedNew, phrases["Button_NewSaved"]));
        if (page.Skip > 0)
            card.Action(Card.Button(Verbs.SavedOpen, phrases["Button_Previous"], new(Math.Max(0, page.Skip - PageSize))));
        if (page.More)
            card.Action(Card.Button(Verbs.SavedOpen, phrases["Button_Next"], new(page.Skip + PageSize)));
        return card.Build();
    }

    /// <returns>Null when what was typed does not fit into a card.</returns>
    public static JsonObject? Form(Phrases phrases, SavedReplyView view, Remark remark = default)
    {
        var entry = view.Entry;
        if (MessageSlots.Plan(entry.Messages, entry.Saved) is not { } slots)
            return null;
        var card = new Card(phrases).Title(entry.Reply is null ? "Saved_New" : "Saved_Edit");
        if (remark.Note is not null)
            card.Text(remark.Note, color: "Attention");
        card.Input(
            Inputs.Line(Field.Name, phrases["Label_SavedName"], Markdown.Clip(entry.Name, SavedReply.LongestName), SavedReply.LongestName),
            remark.At(Field.Name)
        );
        MessageSlots.Draw(card, entry.Messages, slots, remark.Error, arrange: null);
        Share(card, view, remark.At(Field.Share));
        var data = new SavedForm(slots, view.Action) { Saved = entry.Reply?.Id, Version = entry.Reply?.Version };
        return card.Hint("Saved_FormHint")
            .Main(Card.Button(Verbs.SavedKeep, phrases["Button_Save"], data, inputs: true))
            .Action(Card.Button(Verbs.SavedOpen, phrases["Button_Back"]).Leaving(Written(entry, slots)))
            .Build();
    }

    // What of it is kept already. Of one that was attached nothing is.
    private static IEnumerable<(string, string?)> Written(SavedReplyEntry entry, string slots) =>
        slots
            .Split(',')
            .Index()
            .Where(slot => slot.Item == "t")
            .Select(slot =>
                (
                    MessageSlots.Id(slot.Index + 1),
                    entry.Saved && slot.Index < entry.Messages.Count ? (entry.Messages[slot.Index] as OutboundMessage.Text)?.Words : null
                )
            )
            .Prepend((Field.Name, entry.Saved ? entry.Name : null));

    public static JsonObject AskDelete(Phrases phrases, SavedReply reply) =>
        new Card(phrases)
            .Title("Saved_Delete", phrases.Readable(Name(reply)))
            .Add(Bubbles.Sample(TextBlocks.Body(Sample(phrases, reply.Content))))
            .Action(Card.Button(Verbs.SavedOpen, phrases["Button_Back"]))
            .Action(Card.Button(Verbs.SavedDelete, phrases["Button_Delete"], Data(reply)).Destructive())
            .Build();

    /// <summary>An input to choose one from.</summary>
    public static JsonObject Choice(Phrases phrases, IEnumerable<SavedReply> replies) =>
        Inputs.Choice(Field.Reply, phrases["Label_Saved"], null, [("", phrases["Choice_NoSaved"]), .. Titles(phrases, [.. replies])]);

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
            OutboundMessage.Text text => Markdown.Escape(
                Markdown.Clip(phrases.Readable(text.Words).ReplaceLineEndings(" "), LongestSample)
            ),
            OutboundMessage.Media media => MessageSlots.Line(phrases, media),
            _ => "",
        };

    // What it is called and who has it, how much it is, and how it begins.
    private static JsonObject[] Parts(Phrases phrases, SavedReply reply) =>
        [
            Columns.Headed(
                TextBlocks.Body($"**{Markdown.Escape(Name(reply))}**"),
                Badges.State(phrases[$"SharingScope_{reply.Sharing.Scope}"], Meaning.None)
            ),
            TextBlocks.Small(phrases.Say("Saved_Items", reply.Content.Messages.Count)).Close(),
            TextBlocks.Body(Sample(phrases, reply.Content)).Close(),
        ];

    private static JsonObject[] Changing(Phrases phrases, SavedReply reply) =>
        [
            Card.Button(Verbs.SavedEdit, phrases["Button_Edit"], Data(reply)).Of(Name(reply)),
            Card.Button(Verbs.SavedAskDelete, phrases["Button_Delete"], Data(reply)).Of(Name(reply)),
        ];

    private static void Share(Card card, SavedReplyView view, string? wrong)
    {
        var (phrases, who, sharing) = (card.Phrases, view.Who, view.Entry.Sharing);
        var all = who.Role != Role.Salesperson;
        var scopes = Enum.GetValues<SharingScope>()
            .Where(scope => all || scope is SharingScope.Me or SharingScope.Stores || scope == sharing.Scope)
            .Select(scope => (scope.ToString(), phrases[$"SharingScope_{scope}"]));
        card.Input(Inputs.Choice(Field.Share, phrases["Label_Share"], sharing.Scope.ToString(), scopes), wrong);
        if (all)
            card.Input(
                Several(
                    Field.Roles,
                    phrases["Label_Roles"],
                    sharing.Roles.Select(role => role.ToString()),
                    Enum.GetNames<Role>().Select(role => (role, phrases[$"Role_{role}"]))
                )
            );
        if (Stores(view) is { Count: > 0 } offered)
            card.Input(
                Several(
                    Field.Stores,
                    phrases["Label_Stores"],
                    sharing.Stores,
                    offered.Select(store => (store.Id, Markdown.Clip(store.Shown, LongestName)))
                )
            );
    }

    // A name with a comma in it could not be told from two.
    private static IReadOnlyList<NamedStore> Stores(SavedReplyView view) =>
        [
            .. view
                .Stores.Concat(view.Entry.Sharing.Stores.Select(store => new NamedStore(store, "")))
                .DistinctBy(store => store.Id)
                .Where(store => store.Id.Length is > 0 and <= 60 && !store.Id.Contains(',', StringComparison.Ordinal))
                .Take(MostStores),
        ];

    private static JsonObject Several(
        string id,
        string label,
        IEnumerable<string> chosen,
        IEnumerable<(string Value, string Title)> choices
    ) => Inputs.Choice(id, label, string.Join(',', chosen), choices, several: true);
}
