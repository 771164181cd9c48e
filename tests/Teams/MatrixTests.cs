using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>
/// Every verb, pressed by everybody whom it is none of the business of, with all that a made-up card could name of somebody else's: nothing
/// is shown and nothing is done. A verb that is not in the table fails.
/// </summary>
public sealed partial class MatrixTests(TeamsFixture open) : IClassFixture<TeamsFixture>, IAsyncLifetime
{
    private static readonly StaffMember Elsewhere = new("cccccccc-0000-4000-8000-000000000001", "台中店員", Role.Salesperson, "台中店");
    private static readonly StaffMember ManagerElsewhere = new("cccccccc-0000-4000-8000-000000000002", "台中經理", Role.Manager, "台中店");

    /// <summary>In everything that is the seller's, and in nothing else.</summary>
    private const string Secret = "hush";

    private static readonly StaffMember?[] Curious = [Staff.Other, Elsewhere, ManagerElsewhere, Staff.Administrator, null];

    private CustomerKey customer;
    private long saved;

    private TeamsFace Teams => open.Teams;

    public async ValueTask InitializeAsync()
    {
        await Teams
            .Get<StaffDirectory>()
            .ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator, Elsewhere, ManagerElsewhere], default);
        customer = await open.Customers.TakenAsync(Staff.Seller);
        await Teams.Get<Conversations>().SetProfileAsync(customer, new($"{Secret} customer", "en"));
        await Teams.Get<Conversations>().TagAsync(customer, [$"{Secret} tag"], []);
        await Teams.Get<Bindings>().BindAsync(customer, Staff.Seller, TimeProvider.System.GetUtcNow(), replace: true, default);
        saved = (
            await Teams
                .Get<SavedReplies>()
                .AddAsync(
                    SavedReply.New(Staff.Seller.Id, $"{Secret} reply", Says(), Sharing.Mine),
                    Guid.NewGuid().ToString("N"),
                    TimeProvider.System.GetUtcNow(),
                    default
                )
        ).Id;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void The_table_has_every_verb_and_no_other() =>
        Assert.Equal(All.Select(verb => verb.Data).Order(StringComparer.Ordinal), Table.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nobody_sees_or_changes_what_is_another_s(string verb)
    {
        // A person's data are the administrators' to find, and nobody else's, whoever serves them.
        foreach (
            var who in Table[verb] == About.Person ? [.. Curious.Where(who => who?.Role != Role.Administrator), Staff.Seller] : Curious
        )
        {
            var campaign = await CampaignAsync(Table[verb]);
            var before = await StandingAsync(campaign);
            var answer = (await Teams.PressAsync(who, Button(verb, campaign, who), "m1")).ToJsonString();
            Assert.False(answer.Contains(Secret, StringComparison.OrdinalIgnoreCase), $"{who?.Name}: {answer}");
            Assert.Equal(before, await StandingAsync(campaign));
            if (Table[verb] == About.Oneself || who is null)
                continue;
            var lines = await Teams
                .Get<AuditLog>()
                .PageAsync(new(DateTimeOffset.UnixEpoch) { StaffId = who.Id, Act = verb }, null, 100, default);
            Assert.DoesNotContain(lines, line => line.Outcome == AuditOutcome.Done);
        }
    }

    /// <summary>What a registration says of who may press: everybody else is told in a sentence, and nothing is done.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Who_has_no_access_is_answered_with_a_sentence(string verb)
    {
        var access = Verbs.Find(verb)!.Access;
        foreach (var who in new[] { Staff.Seller, ManagerElsewhere, Staff.Administrator }.Where(one => !one.Has(access)))
        {
            var campaign = await CampaignAsync(Table[verb]);
            var answer = await Teams.PressAsync(who, Button(verb, campaign, Staff.Other), "m1");
            Assert.True((string?)answer["type"] == "application/vnd.microsoft.activity.message", $"{who.Name}: {answer.ToJsonString()}");
        }
    }

    [Theory]
    [InlineData("mine.open")]
    [InlineData("conversation.more")]
    [InlineData("broadcast.preview")]
    [InlineData("broadcast.choose")]
    [InlineData("records.open")]
    [InlineData("saved.edit")]
    public async Task Whose_it_is_sees_it_by_the_same_press(string verb) =>
        Assert.Contains(Secret, (await PressOwnAsync(verb)).Answer, StringComparison.Ordinal);

    [Theory]
    [InlineData("conversation.tag")]
    [InlineData("conversation.close")]
    [InlineData("conversation.stop")]
    [InlineData("conversation.unbind")]
    [InlineData("broadcast.schedule")]
    [InlineData("broadcast.withdraw")]
    [InlineData("broadcast.pause")]
    [InlineData("broadcast.resume")]
    [InlineData("broadcast.cancel")]
    [InlineData("broadcast.compose")]
    [InlineData("broadcast.attach")]
    [InlineData("saved.delete")]
    public async Task Whose_it_is_changes_it_by_the_same_press(string verb)
    {
        var (before, after, _) = await PressOwnAsync(verb);
        Assert.NotEqual(before, after);
    }

    [Theory]
    [InlineData("conversation.reply")]
    [InlineData("conversation.tag")]
    [InlineData("conversation.note")]
    [InlineData("conversation.close")]
    [InlineData("conversation.stop")]
    [InlineData("conversation.unbind")]
    [InlineData("broadcast.schedule")]
    [InlineData("broadcast.pause")]
    [InlineData("broadcast.resume")]
    [InlineData("broadcast.cancel")]
    [InlineData("saved.delete")]
    [InlineData("settings.language")]
    [InlineData("settings.duty")]
    public async Task What_is_pressed_by_two_devices_at_once_is_done_once(string verb)
    {
        Assert.Equal(VerbKind.Once, Verbs.Find(verb)!.Kind);
        var campaign = await CampaignAsync(Table[verb]);
        var button = Button(verb, campaign, Staff.Other);
        button["data"]!["language"] = "en";
        var before = await DoneAsync(verb);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Teams.PressAsync(Staff.Seller, button.DeepClone().AsObject(), "m1")));
        Assert.Equal(before + 1, await DoneAsync(verb));
    }

    private async Task<int> DoneAsync(string verb) =>
        (
            await Teams
                .Get<AuditLog>()
                .PageAsync(new(DateTimeOffset.UnixEpoch) { StaffId = Staff.Seller.Id, Act = verb }, null, 1_000, default)
        ).Count(line => line.Outcome == AuditOutcome.Done);

    private async Task<(string Before, string After, string Answer)> PressOwnAsync(string verb)
    {
        var campaign = await CampaignAsync(Table[verb]);
        var before = await StandingAsync(campaign);
        var answer = await Teams.PressAsync(Staff.Seller, Button(verb, campaign, Staff.Other), "m1");
        return (before, await StandingAsync(campaign), answer.ToJsonString());
    }

    // All that any of our buttons and inputs has a name for.
    private JsonObject Button(string verb, Campaign campaign, StaffMember? colleague) =>
        new()
        {
            ["type"] = "Action.Execute",
            ["verb"] = verb,
            ["data"] = new JsonObject
            {
                ["once"] = Guid.NewGuid().ToString("N"),
                ["action"] = Guid.NewGuid().ToString(),
                ["campaign"] = campaign.Id,
                ["version"] = campaign.Version,
                ["customer"] = customer.ToString(),
                ["customers"] = customer.ToString(),
                ["shown"] = customer.ToString(),
                ["picked"] = customer.ToString(),
                ["named"] = customer.ToString(),
                ["staff"] = Staff.Seller.Id,
                ["colleague"] = colleague?.Id ?? "",
                ["saved"] = saved,
                ["reply"] = saved,
                ["sure"] = "true",
                ["channel"] = "line",
                ["text"] = "words",
                ["text1"] = "words",
                ["note"] = "words",
                ["tags"] = "words",
                ["slots"] = "t",
                ["slot"] = 1,
                ["act"] = "drop",
                ["date"] = TimeProvider
                    .System.GetUtcNow()
                    .AddDays(2)
                    .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                ["time"] = "10:00",
                ["filters"] = "yes",
                ["step"] = verb == Verbs.BroadcastCompose ? "done" : "open",
                ["command"] = "Mine",
            },
        };

    private async Task<Campaign> CampaignAsync(About about)
    {
        var (campaigns, now) = (Teams.Get<Campaigns>(), TimeProvider.System.GetUtcNow());
        var draft = await campaigns.DraftAsync(Staff.Seller, Audience.All, "en", now, default);
        Assert.True(await campaigns.EditAsync(draft.Id, draft.Version, Audience.All with { WithTag = $"{Secret} tag" }, Says(), default));
        if (about is About.Awaiting or About.Sending or About.Paused)
        {
            // Far off, so that nobody here launches it; set going and stopped by hand.
            Assert.True(await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(now.AddDays(3), now.AddDays(4), 1), default));
            await Teams
                .Get<Database>()
                .ExecuteAsync(
                    "update campaigns set state = @state, launch_until = @until where id = @id",
                    default,
                    (
                        "state",
                        about switch
                        {
                            About.Awaiting => CampaignState.Awaiting,
                            About.Paused => CampaignState.Paused,
                            _ => CampaignState.Launching,
                        }
                    ),
                    ("until", now.AddDays(3).ToUnixTimeMilliseconds()),
                    ("id", draft.Id)
                );
        }

        return (await campaigns.FindAsync(draft.Id, default))!;
    }

    private async Task<string> StandingAsync(Campaign of)
    {
        var (campaign, found) = (
            (await Teams.Get<Campaigns>().FindAsync(of.Id, default))!,
            (await Teams.Get<Conversations>().FindAsync(customer))!
        );
        var bound = await Teams.Get<Bindings>().FindAsync(customer, default);
        var stopped = await Teams.Get<Suppressions>().FindAsync([customer], default);
        var notes = await Teams.Get<Notes>().LatestAsync(customer, 100, default);
        var reply = await Teams.Get<SavedReplies>().FindAsync(saved, default);
        return $"{campaign.State} {campaign.Version} {campaign.Audience.WithTag} | {found.State} {found.Assignee} {string.Join(',', found.Tags)} | {bound?.Staff} | {stopped.Count} | {notes.Count} | {reply?.Version} | {open.Pushes}";
    }

    private static Content Says() => new([new OutboundMessage.Text($"{Secret} words")]);
}
