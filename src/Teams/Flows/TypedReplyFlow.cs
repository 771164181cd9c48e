using System.Globalization;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>
/// 回覆, typed as a command, and to whom what was attached may go. Only a name that is exactly one customer's is answered at once; a number
/// in the list (which moves as messages come in) and a part of a name open the conversation with the words filled in, one press away.
/// </summary>
internal sealed class TypedReplyFlow(
    ConversationDesk desk,
    InboxDesk inbox,
    ConversationFlow conversations,
    ConversationViews views,
    TimeProvider time
)
{
    private const int MostSearched = 300;

    /// <param name="id">The same for every repetition of the same message.</param>
    public async Task<FlowResult> ReplyAsync(
        Visit visit,
        Command.Reply reply,
        Guid id,
        IReadOnlyList<OutboundMessage.Media> media,
        CancellationToken cancellationToken
    )
    {
        if (reply.Whom.Length == 0 || (reply.Words.Length == 0 && media.Count == 0))
            return new FlowResult.Note(HelpFlow.How(visit));
        var found = await FindAsync(visit, reply.Whom, cancellationToken);
        if (found is not Answer<Fitting>.Ok { Value: var fitting })
            return visit.Refusal(found);
        var customers = fitting.Customers;
        if (customers.Count == 0)
            return new FlowResult.Note(visit.Phrases.Say("Reply_Nobody", Markdown.Escape(visit.Phrases.Name(reply.Whom))));
        var rows = new CustomerRows(visit.Phrases, customers, fitting.Accounts, time.GetUtcNow());
        var offer = new AttachmentOffer(media, reply.Words, customers, rows, id);
        return customers.Count > 1 ? Which(visit, reply.Whom, offer)
            : fitting.Exact ? await SendAsync(visit, customers[0], offer, cancellationToken)
            : media.Count == 0
                ? await views.OpenAsync(visit, customers[0].Key, visit.Phrases["Reply_Check"], reply.Words, cancellationToken)
            : new FlowResult.Card(AttachmentCard.Draw(visit.Phrases, offer with { Opened = customers[0] }, visit.Phrases["Reply_Check"]))
            {
                Again = Asked(new(media, reply.Words, id), customers[0].Key),
            };
    }

    /// <summary>What draws the question anew what for something was attached.</summary>
    public static CardQuery Asked(AttachedMessage attached, CustomerKey? opened) =>
        Verbs.MediaAsk.Asking(Form(attached) with { To = opened });

    /// <summary>To whom of that name, once more.</summary>
    public async Task<FlowResult> WhichAsync(Visit visit, string whom, AttachedMessage attached, CancellationToken cancellationToken)
    {
        var found = await FindAsync(visit, whom, cancellationToken);
        if (found is not Answer<Fitting>.Ok { Value: var fitting })
            return visit.Refusal(found);
        var rows = new CustomerRows(visit.Phrases, fitting.Customers, fitting.Accounts, time.GetUtcNow());
        return fitting.Customers.Count > 0
            ? Which(visit, whom, new(attached.Media, attached.Words, fitting.Customers, rows, attached.Id))
            : new FlowResult.Note(visit.Phrases.Say("Reply_Nobody", Markdown.Escape(visit.Phrases.Name(whom))));
    }

    private static AskedForm Form(AttachedMessage attached) =>
        new(string.Join(',', attached.Media.Select(one => one.MediaId)), attached.Id, attached.Words);

    /// <summary>What was attached, and to whom it could go: the one opened last, then those of mine whose messages are the
    /// latest.</summary>
    public async Task<AttachmentOffer> OfferAsync(
        Visit visit,
        AttachedMessage attached,
        CustomerKey? opened,
        CancellationToken cancellationToken
    )
    {
        var list = await inbox.MineAsync(visit.Who, 0, ConversationListCard.Size, cancellationToken)
            is Answer<ConversationList>.Ok { Value: var latest }
            ? latest
            : new([], 0, 0);
        var first =
            opened is { } key && await desk.MineAsync(visit.Who, key, cancellationToken) is Answer<Customer>.Ok { Value: var mine }
                ? mine
                : null;
        IReadOnlyList<Customer> customers = first is null
            ? list.Items
            : [first, .. list.Items.Where(customer => customer.Key != first.Key)];
        var rows = new CustomerRows(visit.Phrases, customers, list.Accounts, time.GetUtcNow());
        return new(attached.Media, attached.Words, customers, rows, attached.Id)
        {
            Opened = first,
            Objection = first is null ? null : desk.ObjectionTo(first.Key, attached.Media, visit.Surface),
        };
    }

    /// <summary>Why these cannot go to this customer; null where nothing is known against it.</summary>
    public FieldError? Refused(Visit visit, CustomerKey customer, IReadOnlyList<OutboundMessage> messages) =>
        desk.ObjectionTo(customer, messages, visit.Surface) is { } objection
            ? new(
                Field.Customer,
                visit.Phrases.Say("Attached_Cannot", visit.Phrases.Channel(objection.Channel), visit.Phrases.Why(objection))
            )
            : null;

    /// <summary>Sends it, and shows the conversation.</summary>
    /// <param name="wrong">What to show where it cannot go.</param>
    public Task<FlowResult> SendAsync(
        Visit visit,
        CustomerMessages messages,
        Func<FieldError, Task<FlowResult>> wrong,
        CancellationToken cancellationToken
    ) => conversations.SendAsync(visit, messages, wrong, cancellationToken);

    /// <summary>How it stands with the customer of an old button.</summary>
    public Task<FlowResult> PresentAsync(Visit visit, CustomerKey? customer, CancellationToken cancellationToken) =>
        views.PresentAsync(visit, customer, cancellationToken);

    // A press is one answer to one of them: each has an id of its own.
    private static FlowResult Which(Visit visit, string whom, AttachmentOffer offer)
    {
        var which = WhichCard.Draw(visit.Phrases, whom, offer, customer => Digest.Id($"{offer.Action} {customer.Key}"));
        return offer.Words.Length <= WhichCard.LongestText && Card.Bytes(which) <= Card.MostBytes
            ? new FlowResult.Card(which)
            {
                Again = Verbs.ConversationWhich.Asking(new(whom, Form(new(offer.Media, offer.Words, offer.Action)))),
            }
            : new FlowResult.Note(visit.Phrases.Sentence("reply.too_long", WhichCard.LongestText));
    }

    private async Task<FlowResult> SendAsync(Visit visit, Customer customer, AttachmentOffer offer, CancellationToken cancellationToken)
    {
        IReadOnlyList<OutboundMessage> messages =
        [
            .. offer.Media,
            .. offer.Words.Length > 0 ? [new OutboundMessage.Text(offer.Words)] : (OutboundMessage[])[],
        ];
        var answer = await desk.ReplyAsync(visit.Who, customer.Key, offer.Action, messages, visit.Surface, cancellationToken);
        if (answer is not Answer<Guid>.Ok)
            return visit.Refusal(answer);
        var fate = await conversations.FateAsync(visit, offer.Action, cancellationToken);
        return new FlowResult.Note(visit.Phrases.Say("Labelled", Markdown.Escape(visit.Phrases.Name(customer)), fate), Did: true);
    }

    private async Task<Answer<Fitting>> FindAsync(Visit visit, string whom, CancellationToken cancellationToken)
    {
        if (
            int.TryParse(whom.TrimEnd('.'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= 1_000_000
        )
        {
            var answer = await inbox.MineAsync(visit.Who, number - 1, 1, cancellationToken);
            return answer is Answer<ConversationList>.Ok { Value: var list }
                ? new Answer<Fitting>.Ok(new([.. list.Items.Take(1)], Exact: false, list.Accounts))
                : Same(answer);
        }
        List<Customer> exact = [],
            fitting = [];
        IReadOnlyDictionary<AccountKey, string> accounts = new Dictionary<AccountKey, string>();
        var all = false;
        for (var skip = 0; skip < MostSearched && !all; skip += ConversationListCard.Size)
        {
            var answer = await inbox.MineAsync(visit.Who, skip, ConversationListCard.Size, cancellationToken);
            if (answer is not Answer<ConversationList>.Ok { Value: var list })
                return Same(answer);
            accounts = list.Accounts;
            exact.AddRange(list.Items.Where(customer => string.Equals(customer.Name?.Trim(), whom, StringComparison.OrdinalIgnoreCase)));
            fitting.AddRange(list.Items.Where(customer => customer.Name?.Contains(whom, StringComparison.OrdinalIgnoreCase) == true));
            all = list.Items.Count < ConversationListCard.Size;
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
