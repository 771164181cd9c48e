using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Search;

/// <summary>
/// Finds names while somebody types: of colleagues, and of what a draft of one's own can be narrowed by. Only what the same
/// person could also turn pages to; whose beginning fits comes before what only has it inside.
/// </summary>
public sealed class SearchDesk(InboxDesk inbox, TeamDesk team, AuditDesk audit, Campaigns campaigns, SearchTools tools)
{
    /// <summary>Of what is typed, so many letters are looked at.</summary>
    public const int LongestWords = SoughtText.Longest;

    /// <summary>Of a text that is searched, so many letters.</summary>
    private const int LongestText = 500;

    /// <summary>The names of those accounts that share their channel with others.</summary>
    public IReadOnlyDictionary<AccountKey, string> Siblings => tools.Roster.Siblings;

    public DateTimeOffset Now => tools.Audience.Now;

    /// <summary>To whom one's own conversations and customers can be passed.</summary>
    public async Task<Answer<IReadOnlyList<StaffMember>>> ColleaguesAsync(
        StaffMember me,
        string words,
        int take,
        CancellationToken cancellationToken
    ) => Best(await inbox.ColleaguesAsync(me, cancellationToken), words, take);

    /// <summary>Who sells in a manager's store.</summary>
    public async Task<Answer<IReadOnlyList<StaffMember>>> SellersAsync(
        StaffMember me,
        string words,
        int take,
        CancellationToken cancellationToken
    ) => Best(await team.SellersAsync(me, cancellationToken), words, take);

    /// <summary>Whose acts an administrator can ask for.</summary>
    public async Task<Answer<IReadOnlyList<StaffMember>>> StaffAsync(
        StaffMember me,
        string words,
        int take,
        CancellationToken cancellationToken
    ) => Best(await audit.PeopleAsync(me, cancellationToken), words, take);

    /// <summary>Where the customers of a draft come from.</summary>
    public Task<Answer<IReadOnlyList<Account>>> AccountsAsync(
        StaffMember me,
        long campaign,
        string words,
        int take,
        CancellationToken cancellationToken
    ) =>
        OfDraftAsync(
            me,
            campaign,
            draft =>
                Task.FromResult(
                    Best(tools.Roster.Accounts.Where(draft.Audience.Unfiltered().Reaches), account => account.Name, words, take)
                ),
            cancellationToken
        );

    /// <summary>The tags that the customers of a draft have.</summary>
    public Task<Answer<IReadOnlyList<string>>> TagsAsync(
        StaffMember me,
        long campaign,
        string words,
        int take,
        CancellationToken cancellationToken
    ) =>
        OfDraftAsync(
            me,
            campaign,
            async draft =>
            {
                var tags = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
                foreach (var customer in await ReadAsync(draft, draft.Audience.Unfiltered(), cancellationToken))
                    tags.UnionWith(customer.Tags);
                return Best(tags, tag => tag, words, take);
            },
            cancellationToken
        );

    /// <summary>Those whom the filters of a draft leave.</summary>
    public Task<Answer<IReadOnlyList<Customer>>> CustomersAsync(
        StaffMember me,
        long campaign,
        string words,
        int take,
        CancellationToken cancellationToken
    ) =>
        OfDraftAsync(
            me,
            campaign,
            async draft =>
                Best(
                    (await ReadAsync(draft, draft.Audience with { Picked = null }, cancellationToken)).Where(customer =>
                        VisibleText.Shows(customer.Name)
                    ),
                    customer => customer.Name!,
                    words,
                    take
                ),
            cancellationToken
        );

    private Task<Answer<IReadOnlyList<T>>> OfDraftAsync<T>(
        StaffMember me,
        long id,
        Func<Campaign, Task<IReadOnlyList<T>>> find,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<IReadOnlyList<T>>(me, async () => await campaigns.FindAsync(id, cancellationToken)
                is not { State: CampaignState.Draft } draft
                ? new Answer<IReadOnlyList<T>>.NotFound()
            : !me.Wrote(draft) ? new Answer<IReadOnlyList<T>>.Denied()
            : new Answer<IReadOnlyList<T>>.Ok(await find(draft)));

    private async Task<IReadOnlyList<Customer>> ReadAsync(Campaign draft, Audience whom, CancellationToken cancellationToken) =>
        await tools.Audience.FirstAsync(
            whom,
            await tools.Knowledge.SellersAsync(draft, cancellationToken),
            PickDesk.MostRead,
            cancellationToken
        );

    private static Answer<IReadOnlyList<StaffMember>> Best(Answer<IReadOnlyList<StaffMember>> answer, string words, int take) =>
        answer is Answer<IReadOnlyList<StaffMember>>.Ok { Value: var all }
            ? new Answer<IReadOnlyList<StaffMember>>.Ok(Best(all, one => one.Name, words, take))
            : answer;

    private static IReadOnlyList<T> Best<T>(IEnumerable<T> all, Func<T, string> name, string words, int take)
    {
        var sought = Sought(words);
        return
        [
            .. all.Select(one => (One: one, At: Fold(name(one)).IndexOf(sought, StringComparison.Ordinal)))
                .Where(found => found.At >= 0)
                .OrderBy(found => found.At > 0)
                .Take(take)
                .Select(found => found.One),
        ];
    }

    private static string Fold(string? text) => SoughtText.Fold(text, LongestText);

    private static string Sought(string words) => SoughtText.Sought(words);
}

/// <summary>Where there is to be searched.</summary>
public sealed record SearchTools(AudienceReader Audience, EligibilityFacts Knowledge, Roster Roster);
