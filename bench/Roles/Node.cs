using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Adapters;
using OmoBroadcast.Bench.Wire;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Launching;
using OmoBroadcast.Desks;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams;
using OmoBroadcast.Webhooks;

namespace OmoBroadcast.Bench.Roles;

/// <summary>
/// The service, composed as its own Program composes it, in a process that can be told when to launch and when to begin, so that a
/// measurement starts and ends where it should. Where that is not needed the service's own process is measured instead.
/// </summary>
internal sealed class Node : IRole
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1),
        Look = TimeSpan.FromMilliseconds(2);

    private readonly WebApplication app;

    private Node(WebApplication app) => this.app = app;

    public static async Task<IRole> StartAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddHouse().AddStore().AddAdapters().AddBroadcast().AddDesks().AddTeams().AddReception();
        // Standard output is where the answers go.
        builder
            .Logging.ClearProviders()
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning);
        var app = builder.Build();
        app.UseHouse();
        app.MapReception().MapTeams();
        await app.StartAsync();
        return new Node(app);
    }

    public async Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken)
    {
        switch (what)
        {
            case "schedule":
                return await ScheduleAsync(how.GetProperty("sender").GetString()!, how.GetProperty("text").GetString()!, cancellationToken);
            case "launch":
                await Of<Launcher>().LaunchAsync(how.GetProperty("campaign").GetInt64(), cancellationToken);
                await UntilAsync(
                    how.GetProperty("campaign").GetInt64(),
                    campaign => campaign.State is not (CampaignState.Scheduled or CampaignState.Launching),
                    cancellationToken
                );
                return null;
            case "hold":
                await Of<Holds>()
                    .HoldAsync(
                        AccountKey.Parse(how.GetProperty("account").GetString()!),
                        HoldReason.Token,
                        Now + Hour,
                        "bench",
                        cancellationToken
                    );
                return null;
            case "lift":
                var account = AccountKey.Parse(how.GetProperty("account").GetString()!);
                await Of<Holds>().LiftAsync(account, cancellationToken);
                await Of<OmoBroadcast.Broadcast.Node>().Nudges.SendAsync(Topics.Work(account));
                return null;
            case "optOut":
                var whose = AccountKey.Parse(how.GetProperty("account").GetString()!);
                await Of<Suppressions>()
                    .ApplyAsync(
                        [
                            .. how.GetProperty("users")
                                .EnumerateArray()
                                .Select(
                                    (user, at) =>
                                        new SuppressionChange(
                                            new(whose, user.GetString()!),
                                            SuppressionKind.Unsubscribed,
                                            how.GetProperty("on").GetBoolean(),
                                            Now,
                                            $"bench {at} {Now.UtcTicks}"
                                        )
                                ),
                        ],
                        cancellationToken
                    );
                return null;
            case "reply":
                return await ReplyAsync(
                    AccountKey.Parse(how.GetProperty("account").GetString()!),
                    how.GetProperty("first").GetInt32(),
                    how.GetProperty("count").GetInt32(),
                    how.GetProperty("perSecond").GetInt32(),
                    cancellationToken
                );
            case "settled":
                return await SettledAsync(how.GetProperty("campaign").GetInt64(), cancellationToken);
            default:
                throw new ArgumentException(what);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private DateTimeOffset Now => Of<TimeProvider>().GetUtcNow();

    private T Of<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>A campaign to all conversations of the sender, due now.</summary>
    private async Task<object?> ScheduleAsync(string sender, string text, CancellationToken cancellationToken)
    {
        var campaigns = Of<Campaigns>();
        var draft = await campaigns.DraftAsync(
            new(sender, "bench", Role.Salesperson, "bench"),
            Audience.All,
            "zh-TW",
            Now,
            cancellationToken
        );
        await campaigns.EditAsync(draft.Id, draft.Version, Audience.All, new Content([new OutboundMessage.Text(text)]), cancellationToken);
        if (!await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(Now, Now + (24 * Hour), 0), cancellationToken))
            throw new InvalidOperationException("Not scheduled");
        return draft.Id;
    }

    /// <summary>Answers customers one after the other at a steady rate; when each answer was given, in <see cref="Stopwatch"/>'s
    /// ticks.</summary>
    private async Task<object?> ReplyAsync(AccountKey account, int first, int count, int perSecond, CancellationToken cancellationToken)
    {
        var (asked, content) = (new long[count], new Content([new OutboundMessage.Text("好的，我們為您保留到週日。")]));
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var left = TimeSpan.FromSeconds((double)i / perSecond) - Stopwatch.GetElapsedTime(start);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, TimeProvider.System, cancellationToken);
            asked[i] = Stopwatch.GetTimestamp();
            await Of<Replies>()
                .AddReplyAsync(
                    NewRequest.Reply(
                        Guid.CreateVersion7(),
                        new(account, People.Id(account.Channel, first + i)),
                        content,
                        account.Channel == ChannelId.Line,
                        Now + Hour
                    ),
                    staffId: null,
                    cancellationToken
                );
            await Of<OmoBroadcast.Broadcast.Node>().Nudges.SendAsync(Topics.Work(account));
        }

        return asked;
    }

    /// <summary>Waits until nothing of the campaign is queued or claimed, and counts.</summary>
    private async Task<object?> SettledAsync(long campaign, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Cheap while little is left, and only asked then.
            if ((await Of<RequestQueue>().DepthAsync(cancellationToken)).Sum(depth => depth.Queued + depth.Claimed) == 0)
                return await Of<DeliveryReports>().TallyAsync(campaign, cancellationToken);
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    private async Task UntilAsync(long campaign, Predicate<Campaign> enough, CancellationToken cancellationToken)
    {
        while (
            !enough(
                await Of<Campaigns>().FindAsync(campaign, cancellationToken)
                    ?? throw new InvalidOperationException($"No campaign {campaign}")
            )
        )
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
    }
}
