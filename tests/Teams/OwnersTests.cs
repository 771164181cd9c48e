using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Teams;

/// <summary>The other half of <see cref="MatrixTests"/>: every verb, pressed by whoever it is the business of, does what it is for. What
/// takes effect is written down as done.</summary>
public sealed class OwnersTests(TeamsFixture open) : IClassFixture<TeamsFixture>, IAsyncLifetime
{
    private static readonly StaffMember Manager = new("dddddddd-0000-4000-8000-000000000001", "信義經理", Role.Manager, "信義店");

    /// <summary>With templates, of which this house has none: <see cref="TemplateBroadcastTests"/> goes through them.</summary>
    private static readonly string[] OfTemplates = [Verbs.TemplateList, Verbs.TemplateSplit, Verbs.TemplatePick, Verbs.TemplateFill];

    private CustomerKey customer;
    private readonly Guid list = Guid.NewGuid();
    private long saved;
    private string media = "";

    public static TheoryData<string> All => [.. CardActsTests.All.Select(verb => verb.Data).Except(OfTemplates)];

    private TeamsFace Teams => open.Teams;

    public async ValueTask InitializeAsync()
    {
        await Teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator, Manager], default);
        customer = await open.Customers.TakenAsync(Staff.Seller);
        await Teams.Get<Conversations>().SetProfileAsync(customer, new("陳安", null));
        await Teams.Get<Bindings>().BindAsync(customer, Staff.Seller, TimeProvider.System.GetUtcNow(), replace: true, default);
        saved = (
            await Teams
                .Get<SavedReplies>()
                .AddAsync(
                    SavedReply.New(Staff.Seller.Id, "reply", Says(), Sharing.Mine),
                    Guid.NewGuid().ToString("N"),
                    TimeProvider.System.GetUtcNow(),
                    default
                )
        ).Id;
        media = ((MediaResult.Ok)await Teams.Get<MediaShelf>().KeepAsync(new MemoryStream(Samples.Jpeg()), "a.jpg", default)).Item.Id;
        Teams.Get<BroadcastOptions>().PublicUrl = "https://shop.example";
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Whose_it_is_can(string verb)
    {
        var who = OwnerOf(verb);
        var campaign = await ArrangeAsync(verb);
        var before = await DoneAsync(who, verb);
        var answer = await Teams.PressAsync(who, Button(verb, campaign), "m1");
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", $"{verb}: {answer.ToJsonString()}");
        if (Verbs.Find(verb)!.Kind != VerbKind.View)
            Assert.Equal(before + 1, await DoneAsync(who, verb));
    }

    private static StaffMember OwnerOf(string verb) =>
        verb.Split('.')[0] switch
        {
            "team" => Manager,
            "audit" or "quarantine" or "person" or "optouts" => Staff.Administrator,
            _ when verb is "broadcast.review" or "broadcast.approve" or "broadcast.return" or "broadcast.anyway" => Manager,
            _ => Staff.Seller,
        };

    // How things stand when such a button is pressed.
    private async Task<Campaign> ArrangeAsync(string verb)
    {
        var (conversations, now) = (Teams.Get<Conversations>(), TimeProvider.System.GetUtcNow());
        switch (verb)
        {
            case "pending.take" or "pending.takeAll" or "conversation.take":
                customer = await open.Customers.WriteAsync("嗨");
                break;
            case "conversation.reopen":
                await conversations.CloseAsync(customer, Staff.Seller.Id, now);
                break;
            case "optouts.import":
                await Teams
                    .Get<OptOutFiles>()
                    .KeepAsync(list, Staff.Administrator.Id, Encoding.UTF8.GetBytes($"id\n{customer.UserId}\n"), now, default);
                break;
            case "conversation.bind":
                await Teams.Get<Bindings>().UnbindAsync(customer, Staff.Seller.Id, now, default);
                break;
        }

        var (campaigns, approvals) = (Teams.Get<Campaigns>(), Teams.Get<Approvals>());
        var draft = await campaigns.DraftAsync(verb == Verbs.BroadcastAnyway ? Manager : Staff.Seller, Audience.All, "en", now, default);
        var says = verb == Verbs.BroadcastRemove ? new Content([.. Says().Messages, .. Says().Messages]) : Says();
        Assert.True(await campaigns.EditAsync(draft.Id, draft.Version, Audience.All, says, default));
        draft = (await campaigns.FindAsync(draft.Id, default))!;
        var promise = new Promise(now.AddDays(3), now.AddDays(4), 1);
        switch (verb)
        {
            case "media.join":
                await Teams.Get<OpenDrafts>().ShownAsync(Staff.Seller.Id, draft.Id, draft.Version, now, default);
                break;
            case "broadcast.review" or "broadcast.approve" or "broadcast.return" or "broadcast.withdraw":
                Assert.True(await approvals.AskAsync(draft, promise, now, default));
                break;
            case "broadcast.retime" or "broadcast.revise":
                Assert.True(await campaigns.ScheduleAsync(draft.Id, draft.Version, promise, default));
                break;
            case "records.retry":
                await MissedAsync(draft, now);
                break;
            case "broadcast.pause"
            or "broadcast.resume"
            or "broadcast.cancel"
            or "records.open"
            or "records.recipients"
            or "records.export":
                // Far off, so that nobody here launches it; set going and stopped by hand.
                Assert.True(await campaigns.ScheduleAsync(draft.Id, draft.Version, promise, default));
                var state = verb == Verbs.BroadcastPause ? CampaignState.Launching : CampaignState.Paused;
                await Teams
                    .Get<Database>()
                    .ExecuteAsync(
                        "update campaigns set state = @state, launch_until = @until where id = @id",
                        default,
                        ("state", state),
                        ("until", now.AddDays(3).ToUnixTimeMilliseconds()),
                        ("id", draft.Id)
                    );
                break;
        }

        return (await campaigns.FindAsync(draft.Id, default))!;
    }

    // Launched, and called off before anything went.
    private async Task MissedAsync(Campaign draft, DateTimeOffset now)
    {
        var campaigns = Teams.Get<Campaigns>();
        Assert.True(await campaigns.ScheduleAsync(draft.Id, draft.Version, new(now.AddHours(1), now.AddHours(9), 1), default));
        await Teams.Get<Holds>().HoldAsync(customer.Account, HoldReason.Token, now.AddHours(1), "", default);
        var lease = (
            await Teams.Get<LaunchWriter>().BeginLaunchAsync(draft.Id, "test", TimeSpan.FromMinutes(1), now.AddHours(2), default)
        )!;
        var request = new NewRequest(
            Guid.CreateVersion7(),
            customer.Account,
            RequestKind.Single,
            RequestClass.Staff,
            [customer.UserId],
            null,
            RetrySafe: true,
            now.AddHours(9)
        );
        Assert.True(
            await Teams
                .Get<LaunchWriter>()
                .AppendAsync(
                    lease,
                    new("end", [new NewDelivery(customer.Account, customer.UserId, "陳安", request.Id, null)], [request]),
                    default
                )
        );
        Assert.True(await Teams.Get<LaunchWriter>().FinishLaunchAsync(lease with { Cursor = "end" }, default));
        Assert.True(await campaigns.CancelAsync(draft.Id, (await campaigns.FindAsync(draft.Id, default))!.Version, now, default));
        await Teams.Get<Holds>().LiftAsync(customer.Account, default);
    }

    private async Task<int> DoneAsync(StaffMember who, string verb) =>
        (await Teams.Get<AuditLog>().PageAsync(new(DateTimeOffset.UnixEpoch) { StaffId = who.Id, Act = verb }, null, 1_000, default)).Count(
            line => line.Outcome == AuditOutcome.Done
        );

    private JsonObject Button(string verb, Campaign campaign) =>
        new()
        {
            ["type"] = "Action.Execute",
            ["verb"] = verb,
            ["data"] = new JsonObject
            {
                ["once"] = Guid.NewGuid().ToString("N"),
                ["action"] = Guid.NewGuid().ToString(),
                ["campaign"] = campaign.Id,
                ["version"] = verb == Verbs.SavedKeep ? 1 : campaign.Version,
                ["customer"] = customer.ToString(),
                ["customers"] = customer.ToString(),
                ["shown"] = customer.ToString(),
                ["picked"] = customer.ToString(),
                ["staff"] = Staff.Seller.Id,
                ["colleague"] = Staff.Other.Id,
                ["saved"] = saved,
                ["reply"] = saved,
                ["sure"] = "true",
                ["channel"] = "line",
                ["media"] = media,
                ["file"] = list.ToString(),
                ["text"] = "words",
                ["text1"] = "words",
                ["note"] = "words",
                ["tags"] = "words",
                ["slots"] = "t",
                ["slot"] = 1,
                ["at"] = 1,
                ["act"] = verb == Verbs.BroadcastSend ? "now" : "drop",
                ["name"] = verb == Verbs.SavedKeep ? "reply" : "",
                ["date"] = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["time"] = "10:00",
                ["reason"] = nameof(SkipReason.NotMine),
                ["step"] = verb == Verbs.BroadcastCompose ? "done" : "open",
                ["command"] = "Mine",
                ["language"] = "en",
                ["on"] = "true",
            },
        };

    private static Content Says() => new([new OutboundMessage.Text("您好")]);
}
