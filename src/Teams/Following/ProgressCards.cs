using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Store.Present;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Following;

/// <summary>
/// Keeps the card of every unfinished broadcast true: looks into the ledger every <see cref="Round"/> (sooner when nudged), and replaces a card when it
/// would look different. The end is shown even after a restart; a card is given up only when its conversation is gone.
/// </summary>
internal sealed class ProgressCards(CampaignCards cards, RecordDesk desk, Messenger messenger, Nudges nudges, ProgressClock clock) : BackgroundService
{
    /// <summary>Also the shortest time between two updates of one card: Teams allows sixty in thirty seconds to all bots of a conversation.</summary>
    public static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<long, Follow> followed = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var nudged = new SemaphoreSlim(0, 1);
        using var listening = nudges.Listen(topic =>
        {
            if (!topic.StartsWith("campaign:", StringComparison.Ordinal)) return;
            try
            {
                nudged.Release();
            }
            catch (SemaphoreFullException)
            {
                // One nudge waiting is enough.
            }
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                clock.Log.LogWarning(trouble, "Progress cards cannot be brought up to date at the moment");
            }
            await WaitAsync(nudged, stoppingToken);
        }
    }

    // Each card is followed by itself: one whose conversation is throttled holds up no other.
    private async Task LookAsync(CancellationToken ct)
    {
        var open = await cards.OpenAsync(ct);
        foreach (var (campaign, card, shown) in open)
        {
            if (!followed.TryGetValue(campaign.Id, out var follow)) followed[campaign.Id] = follow = new();
            if (follow.Work.IsCompleted && clock.Now >= follow.NotBefore && !follow.Shows(campaign)) follow.Work = GuardAsync(() => FollowAsync(campaign, card, shown, follow, ct));
        }
        // An end that another node has shown while our own, older picture may still have been on its way: show the end once more.
        var openIds = open.Select(entry => entry.Campaign.Id).ToHashSet();
        foreach (var (id, follow) in followed.Where(entry => !openIds.Contains(entry.Key) && entry.Value.Work.IsCompleted).ToList())
        {
            followed.Remove(id);
            if (follow.Last is { } last && !follow.ShownEnd) _ = GuardAsync(() => EndAgainAsync(last, ct));
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
            clock.Log.LogWarning(trouble, "A progress card could not be brought up to date");
        }
        catch (OperationCanceledException)
        {
            // The process ends; the card is open still, and found by whoever starts next.
        }
    }

    private async Task FollowAsync(Campaign campaign, TeamsCard card, string? shown, Follow follow, CancellationToken ct)
    {
        var (content, final) = await DrawAsync(campaign, ct);
        var fingerprint = Arrivals.Digest(content.ToJsonString(Json.Relaxed));
        if (fingerprint == shown && !final)
        {
            follow.Last = (campaign, card);
            return;
        }
        var sent = fingerprint == shown ? new Sent.Done(null) : await messenger.UpdateAsync(new(card.ServiceUrl, card.ConversationId), card.ActivityId, Outgoing.Card(content), ct);
        switch (sent)
        {
            case Sent.Done:
                (follow.Last, follow.ShownEnd, follow.Failures) = ((campaign, card), final, 0);
                follow.NotBefore = clock.Now + Round;
                await cards.ShownAsync(campaign.Id, fingerprint, final, ct);
                break;
            case Sent.Gone:
                follow.ShownEnd = true;
                await cards.ShownAsync(campaign.Id, "gone", final: true, ct);
                break;
            default:
                follow.NotBefore = clock.Now + BackOff(++follow.Failures);
                break;
        }
    }

    private async Task EndAgainAsync((Campaign Campaign, TeamsCard Card) last, CancellationToken ct)
    {
        var sender = Sender(last.Campaign);
        if (await desk.ProgressAsync(sender, last.Campaign.Id, ct) is not Answer<Progress>.Ok { Value: var progress }) return;
        var (content, _) = await DrawAsync(progress.Campaign, ct);
        await messenger.UpdateAsync(new(last.Card.ServiceUrl, last.Card.ConversationId), last.Card.ActivityId, Outgoing.Card(content), ct);
    }

    private async Task<(JsonObject Content, bool Final)> DrawAsync(Campaign campaign, CancellationToken ct)
    {
        using var place = await clock.PlaceAsync(ct);
        var progress = await desk.ProgressOfAsync(campaign, ct);
        var troubled = await RecordFlow.TroubledAsync(desk, Sender(campaign), progress, ct);
        // A cancelled broadcast is at its end when the calls that were under way have ended.
        var final = campaign.State is CampaignState.Done or CampaignState.Cancelled && progress.Tally.Waiting == 0;
        return (ProgressCard.Draw(Phrases.For(campaign.Locale), progress, troubled), final);
    }

    // Somebody who has left the staff still has the card of what they sent.
    private static StaffMember Sender(Campaign campaign) => new(campaign.Sender, "", Role.Salesperson, campaign.Store);

    private async Task WaitAsync(SemaphoreSlim nudged, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(Task.Delay(Round, clock.Time, stop.Token), nudged.WaitAsync(stop.Token));
        await stop.CancelAsync();
        // A broadcast under way nudges often.
        await Task.Delay(Breath, clock.Time, ct);
    }

    private static TimeSpan BackOff(int failures)
    {
        var wait = Round * Math.Pow(2, Math.Min(failures, 10));
        return wait < LongestBackOff ? wait : LongestBackOff;
    }

    // What is known of one card between two looks.
    private sealed class Follow
    {
        public Task Work { get; set; } = Task.CompletedTask;

        public DateTimeOffset NotBefore { get; set; }

        public int Failures { get; set; }

        public bool ShownEnd { get; set; }

        public (Campaign Campaign, TeamsCard Card)? Last { get; set; }

        // Until its time comes nothing of a scheduled broadcast changes but by a person, who changes the version.
        public bool Shows(Campaign campaign) =>
            campaign.State == CampaignState.Scheduled && Failures == 0 && Last?.Campaign is { State: CampaignState.Scheduled } last && last.Version == campaign.Version;
    }
}
