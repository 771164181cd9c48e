using OmoBroadcast.Broadcast.Launching;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>Says beforehand what a campaign would do. It reads the same audience and sorts it by the same rules as the launch, and writes
/// nothing.</summary>
public sealed class Previewer(AudienceReader audience, EligibilityFilter filter, Roster roster, ContentRules rules, Outlook outlook)
{
    private const int FirstNames = 5,
        NamesByReason = 20;

    /// <summary>Whom the draft chooses. Throws what Redis throws when it is away.</summary>
    public async Task<ChosenAudience> ChosenAsync(StaffMember me, Campaign campaign, CancellationToken cancellationToken)
    {
        var matching = 0L;
        var names = new List<string>();
        var tags = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        var accounts = new Dictionary<AccountKey, long>();
        // All are read, not only those who pass the filters: the filter's choices are the tags of all.
        await foreach (
            var page in audience.ReadAsync(
                campaign.Audience.Unfiltered(),
                await filter.SellersAsync(campaign, me, cancellationToken),
                null,
                cancellationToken
            )
        )
        {
            foreach (var customer in page.Customers)
            {
                tags.UnionWith(customer.Tags);
                if (campaign.Audience.Picked is null && !campaign.Audience.Chooses(customer, audience.Now, audience.WindowOf(customer)))
                    continue;
                matching++;
                accounts[customer.Key.Account] = accounts.GetValueOrDefault(customer.Key.Account) + 1;
                if (names.Count < FirstNames)
                    names.Add(NameOf(customer, campaign));
            }
        }

        return new(campaign, matching, [.. tags], names)
        {
            Manages = me.Manages(me.Store) ? me.StoreName : null,
            StoreName = me.StoreName,
            Accounts = [.. roster.Accounts.Where(campaign.Audience.Unfiltered().Reaches)],
            Scopes = campaign.Audience.TemplateOn is null ? [] : Scopes(accounts),
        };
    }

    /// <summary>What its store's send window means for a campaign; null: nothing.</summary>
    /// <param name="at">When it is to be sent; null: when it is due, at the earliest now.</param>
    public WindowOutlook? WindowOf(Campaign campaign, DateTimeOffset? at = null, TimeSpan takes = default)
    {
        var due = at ?? (campaign.State != CampaignState.Draft && campaign.DueAt > audience.Now ? campaign.DueAt.Value : audience.Now);
        return outlook.Windows.Outlook(campaign.Hours, due, takes, campaign.ExpiresAt ?? due.AddHours(rules.Options.ExpiryHours));
    }

    public Task<Preview> PreviewAsync(Campaign campaign, CancellationToken cancellationToken) =>
        PreviewAsync(campaign, null, cancellationToken);

    /// <summary>Who would receive, who would not and why, and how long it takes. Throws what the stores throw when they are away.</summary>
    /// <param name="sender">Its sender, where they are known already.</param>
    /// <param name="at">When it is to be sent; null: now.</param>
    public async Task<Preview> PreviewAsync(
        Campaign campaign,
        StaffMember? sender,
        CancellationToken cancellationToken,
        DateTimeOffset? at = null
    )
    {
        var sellers = await filter.SellersAsync(campaign, sender, cancellationToken);
        var content = campaign.Content.Sign(campaign.Audience.Store is null ? sellers.NameOf(campaign.Sender) : null, sellers.StoreName);
        var tally = await CountAsync(campaign, sellers, at, cancellationToken);
        var shares = new List<AccountShare>();
        foreach (var account in roster.Accounts.Where(account => tally.Receive.ContainsKey(account.Key)))
            shares.Add(
                await ShareAsync(content, account, tally.Receive[account.Key], cancellationToken) with
                {
                    Quota = await outlook.Quotas.FindAsync(account.Key, cancellationToken),
                }
            );
        var samples = tally.Firsts.ConvertAll(first => SampleOf(content, first.Customer, first.Seller, campaign.Locale));
        IReadOnlyList<Objection> objections =
        [
            .. tally
                .Channels.OrderBy(channel => channel.Value, StringComparer.Ordinal)
                .Select(channel => rules.ObjectionTo(channel, content, campaign.Surface))
                .OfType<Objection>(),
        ];
        var takes = Takes(content, shares);
        var sample = samples.FirstOrDefault()?.Messages ?? content.Render(null, rules.Options.Fallbacks(campaign.Locale)).Messages;
        return new(
            campaign,
            tally.Chosen,
            [.. tally.Left.Select(entry => new SkippedGroup(entry.Key, entry.Value.Count, entry.Value.Names))],
            sample,
            samples.FirstOrDefault()?.Name,
            takes,
            shares
        )
        {
            Window = WindowOf(campaign, at, takes),
            StoreName = sellers.StoreName,
            NeedsApproval = rules.Options.ApproveAbove < shares.Sum(share => share.Recipients),
            Others = [.. samples.Skip(1).Where(other => DiffersOn(other.Channel, samples[0].Channel, content))],
            Objections = objections,
            Removals = Removals(content, campaign.Surface, objections, tally),
        };
    }

    /// <summary>Those who would not receive for one reason, or those who would, a page of their names. Throws what the stores throw when
    /// they are away.</summary>
    /// <param name="reason">Null: those who would.</param>
    public async Task<LeftPage> LeftAsync(Campaign campaign, SkipReason? reason, int skip, int take, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<SkipReason, long>();
        var receivers = 0L;
        var left = new List<Customer>();
        var sellers = await filter.SellersAsync(campaign, cancellationToken);
        await foreach (var page in audience.ReadAsync(campaign.Audience, sellers, null, cancellationToken))
        {
            var sorted = await filter.SortAsync(page.Customers, campaign, sellers, cancellationToken);
            var verdicts = sorted.Verdicts;
            for (var i = 0; i < verdicts.Count; i++)
            {
                var before = verdicts[i] is { } against ? counts.GetValueOrDefault(against) : receivers;
                if (verdicts[i] == reason && before >= skip && left.Count < take)
                    left.Add(page.Customers[i]);
                if (verdicts[i] is { } counted)
                    counts[counted] = before + 1;
                else
                    receivers++;
            }
        }

        return new(campaign, reason, left, counts, skip)
        {
            Receivers = receivers,
            Accounts = roster.Siblings,
            Now = audience.Now,
        };
    }

    // Whether the same person would see it otherwise there.
    private bool DiffersOn(ChannelId one, ChannelId other, Content content)
    {
        var rendered = content.Render(null, rules.Options.Fallbacks(""));
        return rendered.Captioned(roster[one].Limits.CaptionLength) != rendered.Captioned(roster[other].Limits.CaptionLength);
    }

    private IReadOnlyList<Removal> Removals(Content content, Surface surface, IReadOnlyList<Objection> objections, Tally tally)
    {
        if (content.Messages.Count < 2)
            return [];
        return
        [
            .. objections
                .Select(objection => objection.Message)
                .Distinct()
                .Select(message => new Removal(message, Freed(content.Without(message))))
                .Where(removal => removal.More > 0)
                .OrderByDescending(removal => removal.More),
        ];

        long Freed(Content rest) =>
            tally.Barred.Where(barred => rules.ObjectionTo(barred.Key, rest, surface) is null).Sum(barred => barred.Value);
    }

    private IReadOnlyList<ScopeShare> Scopes(Dictionary<AccountKey, long> accounts) =>
        [
            .. roster
                .Accounts.Where(account => account.TemplateScope is not null && accounts.ContainsKey(account.Key))
                .GroupBy(account => account.TemplateScope!)
                .Select(waba => new ScopeShare(
                    waba.Key,
                    [.. waba.Select(account => account.Name)],
                    waba.Sum(account => accounts[account.Key])
                )),
        ];

    private async Task<AccountShare> ShareAsync(
        Content content,
        Account account,
        Dictionary<string, long> byCode,
        CancellationToken cancellationToken
    )
    {
        var recipients = byCode.Values.Sum();
        var share = new AccountShare(account, recipients, RequestCount.Of(content, roster[account.Key.Channel].Limits, recipients));
        if (
            await outlook.Costs.BeforehandAsync(account, content.Render(null, rules.Options.Fallbacks("")), byCode, cancellationToken) is
            { } charges
        )
        {
            return share with
            {
                Charges = charges,
                Free = charges.Charged == 0,
                Cost = outlook.Costs.Currency is { } currency && charges.Charged > 0 ? new(charges.Low, currency) : null,
            };
        }

        // Without rates an account's price is of its templates.
        var free = account.TemplateScope is not null && content.Template is null;
        return share with
        {
            Cost = account.Price is { } price && !free ? new(price.Amount * recipients, price.Currency) : null,
            Free = free,
        };
    }

    private async Task<Tally> CountAsync(Campaign campaign, Sellers sellers, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var tally = new Tally();
        await foreach (var page in audience.ReadAsync(campaign.Audience, sellers, null, cancellationToken))
        {
            var sorted = await filter.SortAsync(page.Customers, campaign, sellers, cancellationToken, at);
            tally.Chosen += sorted.Verdicts.Count;
            for (var i = 0; i < sorted.Verdicts.Count; i++)
            {
                var customer = page.Customers[i];
                tally.Channels.Add(customer.Key.Account.Channel);
                if (sorted.Verdicts[i] is { } reason)
                {
                    var (count, names) = tally.Left.GetValueOrDefault(reason, (0, []));
                    if (names.Count < NamesByReason)
                        names.Add(NameOf(customer, campaign));
                    tally.Left[reason] = (count + 1, names);
                    if (reason == SkipReason.ChannelCannotCarry && sorted.IsBarred(customer))
                        tally.Barred[customer.Key.Account.Channel] = tally.Barred.GetValueOrDefault(customer.Key.Account.Channel) + 1;
                    continue;
                }

                if (tally.Firsts.TrueForAll(first => first.Customer.Key.Account.Channel != customer.Key.Account.Channel))
                    tally.Firsts.Add((customer, sorted.SellerOf(customer)));
                Count(tally.Receive, customer.Key);
            }
        }

        return tally;
    }

    private ChannelSample SampleOf(Content content, Customer customer, string? seller, string locale) =>
        new(
            customer.Key.Account.Channel,
            customer.Name,
            content
                .Render(customer.Name, rules.Options.Fallbacks(locale), seller)
                .Captioned(roster[customer.Key.Account.Channel].Limits.CaptionLength)
                .Messages
        );

    // By what tells the market, where an account is billed by it.
    private void Count(Dictionary<AccountKey, Dictionary<string, long>> receive, CustomerKey customer)
    {
        if (!receive.TryGetValue(customer.Account, out var byCode))
            receive[customer.Account] = byCode = [];
        var code = roster.Account(customer.Account).TemplateScope is null ? "" : Rates.CodeOf(customer.UserId);
        byCode[code] = byCode.GetValueOrDefault(code) + 1;
    }

    private TimeSpan Takes(Content content, IReadOnlyList<AccountShare> shares) =>
        shares
            .Select(share =>
            {
                var kind = content.DiffersByPerson || share.Recipients == 1 ? RequestKind.Single : RequestKind.Batch;
                var pace = SendingSpeed.Of(share.Account, roster[share.Account.Key.Channel].Limits, kind);
                return pace == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)share.Requests / pace);
            })
            .DefaultIfEmpty()
            .Max();

    private string NameOf(Customer customer, Campaign campaign) => customer.Name ?? rules.Options.NameFallback(campaign.Locale);

    /// <summary>What is counted of an audience while it is read.</summary>
    private sealed class Tally
    {
        public long Chosen { get; set; }

        /// <summary>Of each channel the first who receives, and whose customer that is.</summary>
        public List<(Customer Customer, string? Seller)> Firsts { get; } = [];

        public Dictionary<AccountKey, Dictionary<string, long>> Receive { get; } = [];

        public HashSet<ChannelId> Channels { get; } = [];

        /// <summary>How many nothing but their channel keeps from receiving.</summary>
        public Dictionary<ChannelId, long> Barred { get; } = [];

        public SortedDictionary<SkipReason, (long Count, List<string> Names)> Left { get; } = [];
    }
}
