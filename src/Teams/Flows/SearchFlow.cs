using System.Globalization;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Search;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Cards.Parts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Finds choices while somebody types into a card. The card says only what is searched; whose it is and what of it may be seen is
/// asked again each time.</summary>
internal sealed class SearchFlow(SearchDesk desk)
{
    public Task<Answer<IReadOnlyList<Choice>>> FindAsync(Visit visit, Search search, CancellationToken cancellationToken)
    {
        var (phrases, me) = (visit.Phrases, visit.Who);
        var words = search.Text.ReplaceLineEndings(" ");
        return Read(search.Dataset) switch
        {
            (Lookup.Colleagues, 0) => MadeOutAsync(
                desk.ColleaguesAsync(me, words, Lookup.MostFound, cancellationToken),
                search.Top,
                People.Choice
            ),
            (Lookup.Sellers, 0) => MadeOutAsync(
                desk.SellersAsync(me, words, Lookup.MostFound, cancellationToken),
                search.Top,
                People.Choice
            ),
            (Lookup.Staff, 0) => MadeOutAsync(desk.StaffAsync(me, words, Lookup.MostFound, cancellationToken), search.Top, People.Choice),
            (Lookup.Accounts, > 0 and var campaign) => MadeOutAsync(
                desk.AccountsAsync(me, campaign, words, Lookup.MostFound, cancellationToken),
                search.Top,
                account => ChooseCard.Choice(phrases, account)
            ),
            (Lookup.Tags, > 0 and var campaign) => MadeOutAsync(
                desk.TagsAsync(me, campaign, words, Lookup.MostFound, cancellationToken),
                search.Top,
                ChooseCard.Choice
            ),
            (Lookup.Customers, > 0 and var campaign) => MadeOutAsync(
                desk.CustomersAsync(me, campaign, words, Lookup.MostFound, cancellationToken),
                search.Top,
                found => found.Select(new CustomerRows(phrases, found, desk.Siblings, desk.Now).Choice)
            ),
            _ => Task.FromResult<Answer<IReadOnlyList<Choice>>>(new Answer<IReadOnlyList<Choice>>.Invalid("dataset", "unknown")),
        };
    }

    private static (string Name, long Campaign) Read(string dataset)
    {
        var slash = dataset.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return (dataset, 0);
        return long.TryParse(dataset.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var campaign)
            ? (dataset[..slash], campaign)
            : ("", 0);
    }

    private static Task<Answer<IReadOnlyList<Choice>>> MadeOutAsync<T>(
        Task<Answer<IReadOnlyList<T>>> asked,
        int top,
        Func<T, Choice> choice
    ) => MadeOutAsync(asked, top, (IReadOnlyList<T> found) => found.Select(choice));

    private static async Task<Answer<IReadOnlyList<Choice>>> MadeOutAsync<T>(
        Task<Answer<IReadOnlyList<T>>> asked,
        int top,
        Func<IReadOnlyList<T>, IEnumerable<Choice>> choices
    ) =>
        await asked switch
        {
            Answer<IReadOnlyList<T>>.Ok { Value: var found } => new Answer<IReadOnlyList<Choice>>.Ok([
                .. choices([.. found.Take(top is > 0 and < Lookup.MostFound ? top : Lookup.MostFound)]),
            ]),
            Answer<IReadOnlyList<T>>.Away => new Answer<IReadOnlyList<Choice>>.Away(),
            _ => new Answer<IReadOnlyList<Choice>>.NotFound(),
        };
}
