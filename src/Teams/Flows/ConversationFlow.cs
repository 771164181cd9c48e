using System.Globalization;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>One conversation: reading, taking, answering.</summary>
internal sealed class ConversationFlow(
    ConversationDesk desk,
    InboxDesk inbox,
    SavedReplyDesk saved,
    CustomerViews customers,
    TimeProvider time
)
{
    private const int LargestCard = Card.MostBytes;
    private const int MostSearched = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(150);

    public async Task<FlowResult> OpenAsync(
        Visit visit,
        CustomerKey customer,
        CancellationToken cancellationToken,
        string? note = null,
        FieldError? error = null,
        string? typed = null
    )
    {
        var (view, no) = await ViewAsync(visit, customer, cancellationToken);
        if (view is null)
            return no!;
        if (
            view.Open.Customer.IsOf(visit.Who.Id)
            && await saved.UsableAsync(visit.Who, cancellationToken) is Answer<IReadOnlyList<SavedReply>>.Ok { Value: var usable }
        )
            view = view with { Replies = usable };
        var card = ConversationCard.Draw(visit.Phrases, view, time.GetUtcNow(), note, error, typed);
        if (Card.Bytes(card) > LargestCard)
            return new FlowResult.Note(error?.Text ?? note ?? visit.Phrases["Invalid"], Did: error is null);
        return new FlowResult.Card(card, Did: error is null)
        {
            Again = CardData.Showing(Verbs.MineOpen, customer),
            Opened = view.Open.Customer.IsOf(visit.Who.Id) ? customer : null,
        };
    }

    /// <summary>What a card of the conversation is drawn from, for whoever may see it; else what to say instead.</summary>
    public async Task<(ConversationView? View, FlowResult? No)> ViewAsync(
        Visit visit,
        CustomerKey customer,
        CancellationToken cancellationToken
    )
    {
        var answer = await desk.OpenAsync(visit.Who, customer, cancellationToken);
        return answer is Answer<OpenConversation>.Ok { Value: var open }
            ? (await customers.OfAsync(open, visit.Who, cancellationToken), null)
            : (null, visit.Refusal(answer));
    }

    /// <summary>The first part of the answer's card data is its one-time id: pressed twice, it is the same answer, and its fate is shown
    /// again.</summary>
    public async Task<FlowResult> ReplyAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customer() is not { } customer || !Guid.TryParse(action.Text("action"), out var id))
            return visit.Refusal(new Answer<Guid>.NotFound());
        var text = action.Text("text") ?? "";
        List<OutboundMessage> messages = [];
        if (text.Trim().Length > 0)
            messages.Add(new OutboundMessage.Text(text));
        if (ComposeFlow.Chosen(action) is { } chosen)
        {
            var (made, no) = await MadeOutAsync(visit, customer, chosen, cancellationToken);
            if (made is null)
                return no!;
            messages.AddRange(made);
        }
        return await SendAsync(visit, customer, messages, id, cancellationToken, text);
    }

    /// <summary>Sends to one customer, and shows the conversation with what became of it.</summary>
    public async Task<FlowResult> SendAsync(
        Visit visit,
        CustomerKey customer,
        IReadOnlyList<OutboundMessage> messages,
        Guid id,
        CancellationToken cancellationToken,
        string? typed = null
    )
    {
        var answer = await desk.ReplyAsync(visit.Who, customer, id, messages, visit.Surface, cancellationToken);
        return answer switch
        {
            Answer<Guid>.Ok => await OpenAsync(visit, customer, cancellationToken, await FateAsync(visit, id, cancellationToken)),
            Answer<Guid>.Invalid invalid => await OpenAsync(visit, customer, cancellationToken, error: visit.Error(invalid), typed: typed),
            _ => visit.Refusal(answer),
        };
    }

    /// <summary>What was attached, and to whom it could go: the one opened last, then those of mine whose messages are the
    /// latest.</summary>
    public async Task<AttachmentOffer> OfferAsync(
        Visit visit,
        IReadOnlyList<OutboundMessage.Media> media,
        string words,
        Guid id,
        CustomerKey? opened,
        CancellationToken cancellationToken
    )
    {
        var list = await inbox.MineAsync(visit.Who, 0, cancellationToken) is Answer<ConversationList>.Ok { Value: var latest }
            ? latest
            : new([], 0, 0);
        var first =
            opened is { } key && await desk.MineAsync(visit.Who, key, cancellationToken) is Answer<Customer>.Ok { Value: var mine }
                ? mine
                : null;
        IReadOnlyList<Customer> customers = first is null
            ? list.Items
            : [first, .. list.Items.Where(customer => customer.Key != first.Key)];
        return new(media, words, customers, new(visit.Phrases, customers, list.Accounts, time.GetUtcNow()), id)
        {
            Opened = first,
            Objection = first is null ? null : desk.ObjectionTo(first.Key, media, visit.Surface),
        };
    }

    /// <summary>Why these cannot go to this customer; null where nothing is known against it.</summary>
    public FieldError? Refused(Visit visit, CustomerKey customer, IReadOnlyList<OutboundMessage> messages) =>
        desk.ObjectionTo(customer, messages, visit.Surface) is { } objection
            ? new("customer", visit.Phrases.Say("Attached_Cannot", visit.Phrases.Channel(objection.Channel), visit.Phrases.Why(objection)))
            : null;

    /// <summary>
    /// 回覆, typed as a command. Only a name that is exactly one customer's is answered at once; a number in the list (which moves as
    /// messages come in) and a part of a name open the conversation with the words filled in, one press away.
    /// </summary>
    public async Task<FlowResult> ReplyAsync(
        Visit visit,
        string whom,
        string words,
        Guid id,
        CancellationToken cancellationToken,
        IReadOnlyList<OutboundMessage>? media = null
    )
    {
        if (whom.Length == 0 || (words.Length == 0 && media is null))
            return new FlowResult.Note(visit.Phrases["Reply_How"]);
        var found = await FindAsync(visit, whom, cancellationToken);
        if (found is not Answer<Fitting>.Ok { Value: var (customers, exact, accounts) })
            return visit.Refusal(found);
        if (customers.Count == 0)
            return new FlowResult.Note(visit.Phrases.Say("Reply_Nobody", Markdown.Escape(visit.Phrases.Name(whom))));
        var offer = new AttachmentOffer(
            [.. (media ?? []).OfType<OutboundMessage.Media>()],
            words,
            customers,
            new(visit.Phrases, customers, accounts, time.GetUtcNow()),
            id
        );
        if (customers.Count > 1)
        {
            // A press is one answer to one of them: each has an id of its own.
            var which = WhichCard.Draw(visit.Phrases, whom, offer, customer => Arrivals.Id($"{id} {customer.Key}"));
            return words.Length <= WhichCard.LongestText && Card.Bytes(which) <= LargestCard
                ? new FlowResult.Card(which) { Again = CardData.Showing(Verbs.MineOpen, 0) }
                : new FlowResult.Note(visit.Phrases.Sentence("reply.too_long", WhichCard.LongestText));
        }

        IReadOnlyList<OutboundMessage> messages =
        [
            .. media ?? [],
            .. words.Length > 0 ? [new OutboundMessage.Text(words)] : (OutboundMessage[])[],
        ];
        if (!exact && media is not null)
            return new FlowResult.Card(
                AttachmentCard.Draw(visit.Phrases, offer with { Opened = customers[0] }, visit.Phrases["Reply_Check"])
            )
            {
                Again = CardData.Showing(Verbs.MineOpen, 0),
            };
        if (!exact)
            return await OpenAsync(visit, customers[0].Key, cancellationToken, visit.Phrases["Reply_Check"], typed: words);
        var answer = await desk.ReplyAsync(visit.Who, customers[0].Key, id, messages, visit.Surface, cancellationToken);
        return answer is Answer<Guid>.Ok
            ? new FlowResult.Note(
                $"{Markdown.Escape(visit.Phrases.Name(customers[0]))}: {await FateAsync(visit, id, cancellationToken)}",
                Did: true
            )
            : visit.Refusal(answer);
    }

    public async Task<FlowResult> TakeAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customer() is not { } customer)
            return visit.Refusal(new Answer<Transition>.NotFound());
        var answer = await desk.TakeAsync(visit.Who, customer, cancellationToken);
        if (answer is not Answer<Transition>.Ok { Value: var transition })
            return visit.Refusal(answer);
        return transition is Transition.Done or Transition.AlreadySo
            ? Seen(transition, await OpenAsync(visit, customer, cancellationToken, visit.Phrases[$"Take_{transition}"]))
            : new FlowResult.Note(visit.Phrases[$"Take_{transition}"]);
    }

    /// <summary>Nothing was done where somebody else was faster.</summary>
    public static FlowResult Seen(Transition transition, FlowResult shown) => transition == Transition.Done ? shown : shown.Idle;

    private async Task<(IReadOnlyList<OutboundMessage>? Messages, FlowResult? No)> MadeOutAsync(
        Visit visit,
        CustomerKey customer,
        long id,
        CancellationToken cancellationToken
    )
    {
        var found = await saved.UseAsync(visit.Who, id, cancellationToken);
        if (found is not Answer<SavedReply>.Ok { Value: var reply })
            return (null, visit.Refusal(found));
        var open = await desk.OpenAsync(visit.Who, customer, cancellationToken);
        return open is Answer<OpenConversation>.Ok { Value.Customer: var whom }
            ? (desk.MadeOut(visit.Who, reply, whom, visit.Locale), null)
            : (null, visit.Refusal(open));
    }

    // A person who has just pressed the button wants to know that it went, not that it will.
    private async Task<string> FateAsync(Visit visit, Guid id, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + Patience;
        while (true)
        {
            var status = await desk.ReplyStatusAsync(id, cancellationToken);
            if (status is { State: not DeliveryState.Waiting } || time.GetUtcNow() >= until)
            {
                var said = visit.Phrases.Fault(status?.Code) ?? status?.Reason;
                var why = string.IsNullOrWhiteSpace(said)
                    ? ""
                    : visit.Phrases.Say("In_Brackets", Markdown.Escape(Markdown.Clip(said, 100)));
                return visit.Phrases[$"Reply_{status?.State ?? DeliveryState.Waiting}"] + why;
            }
            await Task.Delay(Glance, time, cancellationToken);
        }
    }

    private async Task<Answer<Fitting>> FindAsync(Visit visit, string whom, CancellationToken cancellationToken)
    {
        if (
            int.TryParse(whom.TrimEnd('.'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= 1_000_000
        )
        {
            var answer = await inbox.MineAsync(visit.Who, number - 1, cancellationToken);
            return answer is Answer<ConversationList>.Ok { Value: var list }
                ? new Answer<Fitting>.Ok(new([.. list.Items.Take(1)], Exact: false, list.Accounts))
                : Same(answer);
        }
        List<Customer> exact = [],
            fitting = [];
        IReadOnlyDictionary<AccountKey, string> accounts = new Dictionary<AccountKey, string>();
        var all = false;
        for (var skip = 0; skip < MostSearched && !all; skip += ConversationList.Size)
        {
            var answer = await inbox.MineAsync(visit.Who, skip, cancellationToken);
            if (answer is not Answer<ConversationList>.Ok { Value: var list })
                return Same(answer);
            accounts = list.Accounts;
            exact.AddRange(list.Items.Where(customer => string.Equals(customer.Name?.Trim(), whom, StringComparison.OrdinalIgnoreCase)));
            fitting.AddRange(list.Items.Where(customer => customer.Name?.Contains(whom, StringComparison.OrdinalIgnoreCase) == true));
            all = list.Items.Count < ConversationList.Size;
        }
        return new Answer<Fitting>.Ok(new(exact.Count > 0 ? exact : fitting, Exact: all && exact.Count == 1, accounts));
    }

    private static Answer<Fitting> Same(Answer<ConversationList> answer) =>
        answer switch
        {
            Answer<ConversationList>.Denied => new Answer<Fitting>.Denied(),
            Answer<ConversationList>.Away => new Answer<Fitting>.Away(),
            _ => new Answer<Fitting>.NotFound(),
        };

    private sealed record Fitting(IReadOnlyList<Customer> Customers, bool Exact, IReadOnlyDictionary<AccountKey, string> Accounts);
}
