using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Outages;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Following;

/// <summary>
/// Keeps the card of every broadcast true: looks into the ledger every other second (sooner when nudged), and replaces a card when
/// it would look different, one of a conversation at a time. What a platform tells after the end is shown too, for a day. The end is shown
/// even after a restart; a card is given up only when its conversation is gone.
/// </summary>
internal sealed partial class ProgressRound(CampaignCards cards, RecordDesk desk, ConnectorClient connector, ProgressClock clock)
    : Round("Drawing progress cards", TimeSpan.FromSeconds(2)),
        IDisposable
{
    /// <summary>The shortest time between two updates in one conversation.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a card rests between two pictures of a broadcast that has been under way so long. Teams takes 1,800 calls in an hour for a
    /// conversation: the first hour of one broadcast takes 340 of them. Its end waits for no rest.
    /// </summary>
    private static readonly (TimeSpan Until, TimeSpan Pause)[] Rests =
    [
        (TimeSpan.FromMinutes(1), Between),
        (TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5)),
        (TimeSpan.MaxValue, TimeSpan.FromSeconds(15)),
    ];

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5),
        WhileMoving = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, Place> places = [];

    private readonly RoundSignal moved = new();
    private IDisposable? listening;

    public override bool Listens => true;

    /// <summary>While cards change: a card may be drawn again two seconds after it was, and that falls between two rounds.</summary>
    public override TimeSpan Period => places.Count > 0 ? WhileMoving : base.Period;

    /// <summary>A broadcast under way nudges often.</summary>
    public override TimeSpan Rest => TimeSpan.FromMilliseconds(200);

    public override Task BeginAsync(CancellationToken cancellationToken)
    {
        listening = desk.Watch(moved.Nudge);
        return Task.CompletedTask;
    }

    public override Task NewsAsync(CancellationToken cancellationToken) => moved.WaitAsync(cancellationToken);

    public void Dispose()
    {
        listening?.Dispose();
        moved.Dispose();
    }

    // Each conversation is followed by itself: one that is throttled holds up no other.
    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        var open = (await cards.OpenAsync(clock.Now, cancellationToken)).ToLookup(card => card.Card.ConversationId);
        foreach (var conversation in open)
        {
            if (!places.TryGetValue(conversation.Key, out var place))
                places[conversation.Key] = place = new();
            if (place.Work.IsCompleted && clock.Now >= place.NotBefore)
                place.Work = GuardAsync(() => FollowAsync(place, [.. conversation], cancellationToken));
        }

        foreach (var (id, place) in places.Where(entry => entry.Value.Work.IsCompleted).ToList())
        {
            // An end that another node has shown while our own, older picture may still have been on its way: show the end once more.
            var left = place.TakeAllBut(open[id].Select(card => card.Campaign.Id));
            if (left.Count > 0)
                place.Work = GuardAsync(() => EndAgainAsync(left, cancellationToken));
            else if (place.IsEmpty && clock.Now >= place.NotBefore)
                places.Remove(id);
        }
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            // That the database is away is told once, not for each card.
            LogOutOfDate(clock.Log, Outage.Is(trouble) ? LogLevel.Debug : LogLevel.Warning, trouble);
        }
        catch (OperationCanceledException)
        {
            // The process ends; the card is open still, and found by whoever starts next.
        }
    }

    // The one that was updated longest ago first; the first that looks different is the only one this time.
    private async Task FollowAsync(Place place, IReadOnlyList<OpenCard> open, CancellationToken cancellationToken)
    {
        foreach (var card in open.OrderBy(card => place.Of(card.Campaign.Id).UpdatedAt))
        {
            var follow = place.Of(card.Campaign.Id);
            if (clock.Now < follow.RestsUntil && card.Campaign.State is CampaignState.Launching or CampaignState.Sending)
                continue;
            if (place.Failures > 0 || !follow.Shows(card))
                if (await UpdateAsync(place, follow, card, cancellationToken))
                    return;
        }
    }

    /// <summary>Whether this conversation has had its turn.</summary>
    private async Task<bool> UpdateAsync(Place place, Follow follow, OpenCard open, CancellationToken cancellationToken)
    {
        var (campaign, card, shown, language) = open;
        var (content, progress) = await DrawAsync(campaign, language, cancellationToken);
        var lookAgain = progress.LookAgain(clock.Now);
        var fingerprint = Digest.Of(content.ToJsonString(Json.Relaxed));
        if (fingerprint == shown)
        {
            (follow.Last, follow.ShownEnd) = (open, progress.Ended);
            if (progress.Ended)
                await cards.ShownAsync(campaign.Id, fingerprint, lookAgain is null, lookAgain, cancellationToken);
            return false;
        }

        if (!await cards.TouchAsync(campaign.Id, card.ConversationId, clock.Now, Between, cancellationToken))
            return true;
        var result = await connector.UpdateAsync(
            new(card.ServiceUrl, card.ConversationId),
            card.ActivityId,
            OutgoingActivity.Card(content).Telling(Banners.Progress(Phrases.For(language), campaign)),
            cancellationToken,
            progress.Ended ? Urgency.News : Urgency.Picture
        );
        if (result is ConnectorResult.Done)
        {
            (follow.Last, follow.ShownEnd, follow.UpdatedAt) = (open, progress.Ended, clock.Now);
            follow.RestsUntil = clock.Now + RestOf(campaign);
            (place.NotBefore, place.Failures) = (clock.Now + Between, 0);
            await cards.ShownAsync(campaign.Id, fingerprint, lookAgain is null, progress.Ended ? lookAgain : null, cancellationToken);
        }
        else
        {
            await NotShownAsync(place, follow, campaign, result, cancellationToken);
        }

        return true;
    }

    private async Task NotShownAsync(
        Place place,
        Follow follow,
        Campaign campaign,
        ConnectorResult result,
        CancellationToken cancellationToken
    )
    {
        switch (result)
        {
            case ConnectorResult.Later { After: var after }:
                place.NotBefore = clock.Now + (after > Between ? after : Between);
                break;
            case ConnectorResult.Gone:
                follow.ShownEnd = true;
                place.NotBefore = clock.Now + Between;
                await cards.ShownAsync(campaign.Id, "gone", final: true, null, cancellationToken);
                break;
            default:
                follow.UpdatedAt = clock.Now;
                place.NotBefore = clock.Now + BackOff(++place.Failures);
                break;
        }
    }

    private async Task EndAgainAsync(IReadOnlyList<OpenCard> left, CancellationToken cancellationToken)
    {
        foreach (var (campaign, card, _, language) in left)
        {
            if (await desk.StandingAsync(campaign.Id, cancellationToken) is not Answer<Campaign>.Ok { Value: var standing })
                continue;
            // Taken back: the same card is its preview by now.
            if (standing.State == CampaignState.Draft)
                continue;
            // Somebody is being asked on it, or types into what stands in its place.
            if (
                await cards.LookAtAsync(campaign.Id, cancellationToken) is { } at
                && (at == CampaignCards.Never || (at > clock.Now && !ProgressCard.HasEnded(standing)))
            )
                continue;
            var (content, _) = await DrawAsync(standing, language, cancellationToken);
            await connector.UpdateAsync(
                new(card.ServiceUrl, card.ConversationId),
                card.ActivityId,
                OutgoingActivity.Card(content).Telling(Banners.Progress(Phrases.For(language), standing)),
                cancellationToken,
                Urgency.News
            );
        }
    }

    private async Task<(JsonObject Content, Progress Progress)> DrawAsync(
        Campaign campaign,
        string language,
        CancellationToken cancellationToken
    )
    {
        using var place = await clock.PlaceAsync(cancellationToken);
        var progress = await desk.ProgressOfAsync(campaign, cancellationToken);
        var troubled = await desk.TroubledAsync(progress, ProgressCard.MostTroubled, cancellationToken);
        return (ProgressCard.Draw(Phrases.For(language), progress, troubled, new(Now: clock.Now)), progress);
    }

    private TimeSpan RestOf(Campaign campaign)
    {
        var since = clock.Now - (campaign.DueAt ?? campaign.CreatedAt);
        return Rests.First(rest => since < rest.Until).Pause;
    }

    private static TimeSpan BackOff(int failures)
    {
        var wait = Between * Math.Pow(2, Math.Min(failures, 10));
        return wait < LongestBackOff ? wait : LongestBackOff;
    }

    [LoggerMessage("A progress card could not be brought up to date")]
    private static partial void LogOutOfDate(ILogger log, LogLevel level, Exception trouble);

    // What is known of one conversation between two looks.
    private sealed class Place
    {
        private readonly Dictionary<long, Follow> followed = [];

        public Task Work { get; set; } = Task.CompletedTask;

        public DateTimeOffset NotBefore { get; set; }

        public int Failures { get; set; }

        public bool IsEmpty => followed.Count == 0;

        public Follow Of(long campaign) => followed.TryGetValue(campaign, out var follow) ? follow : followed[campaign] = new();

        /// <summary>Forgets all that are no longer open; answers those whose end was not shown from here.</summary>
        public IReadOnlyList<OpenCard> TakeAllBut(IEnumerable<long> open)
        {
            var gone = followed.Keys.Except(open).ToList();
            var left = gone.Select(id => followed[id])
                .Where(follow => follow is { ShownEnd: false, Last: not null })
                .Select(follow => follow.Last!)
                .ToList();
            foreach (var id in gone)
                followed.Remove(id);
            return left;
        }
    }

    // What is known of one card between two looks.
    private sealed class Follow
    {
        public DateTimeOffset UpdatedAt { get; set; }

        public DateTimeOffset RestsUntil { get; set; }

        public bool ShownEnd { get; set; }

        public OpenCard? Last { get; set; }

        // Until its time comes nothing of a broadcast that is scheduled or awaits approval changes but by a person, who changes the
        // version.
        public bool Shows(OpenCard one) =>
            one.Campaign.State is CampaignState.Scheduled or CampaignState.Awaiting
            && Last is { } last
            && last.Campaign.State == one.Campaign.State
            && last.Campaign.Version == one.Campaign.Version
            && last.Language == one.Language;
    }
}
