using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Following;

/// <summary>Tells managers what happened to an account: once each, those who have ever written to us.</summary>
internal sealed class NoticeWorker(Notices notices, TeamsReferences references, Roster roster, Messenger messenger, ProgressClock clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await TellAsync(stoppingToken);
                }
                catch (Exception trouble) when (trouble is not OperationCanceledException)
                {
                    clock.Log.LogDebug(trouble, "Notices wait");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task TellAsync(CancellationToken ct)
    {
        // Nothing is taken while nobody can be told: it waits for the first manager.
        var managers = await references.OfManagersAsync(ct);
        if (managers.Count == 0) return;
        foreach (var notice in await notices.TakeAsync(ct))
        {
            clock.Log.LogWarning("Managers are told: {Reason} of {Account} ({Code})", notice.Reason, notice.Account, notice.Detail);
            foreach (var manager in managers)
            {
                var phrases = Phrases.For(manager.Locale);
                var sentence = phrases.Say($"Notice_{notice.Reason}", phrases.Channel(notice.Account.Channel), Markdown.Escape(roster.Account(notice.Account).Name), Markdown.Escape(notice.Detail));
                await messenger.SendAsync(new(manager.ServiceUrl, manager.ConversationId), Outgoing.Text(sentence), ct);
            }
        }
    }
}
