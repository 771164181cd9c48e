using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>docs/usability.md beside the cards as they are.</summary>
public sealed class WalkTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private static readonly StaffMember Manager = new("44444444-4444-4444-8444-444444444444", "黃經理", Role.Manager, Staff.Seller.Store);

    private readonly List<string> walked = [];

    private TeamsFace Teams => open.Teams;

    [Fact]
    public async Task Every_flow_takes_the_taps_and_the_typing_that_the_paper_says()
    {
        await Teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator, Manager], default);
        await Teams.SayAsync(Staff.Seller, "help");
        await BroadcastsAsync();
        await ConversationsAsync();
        await OthersAsync();
        Assert.Equal(GuideTests.Rows("docs/usability.md", "walked").Select(cells => $"{cells[0]}: {cells[1]} + {cells[2]}"), walked);
    }

    private async Task BroadcastsAsync()
    {
        var customers = await open.Customers.TakenAsync(Staff.Seller, 3);
        await Teams.Get<Conversations>().TagAsync(customers[0], ["VIP"], []);
        await FlowAsync("Broadcast to all customers in my conversations", async walk =>
        {
            await walk.SayAsync("broadcast");
            await walk.PressAsync("Button_Compose");
            await SendAsync(walk, 3);
        });
        await open.Stub.CallAsync(call => call.Method == "PUT" && (string?)call.Card?["metadata"]?["omo"]?["state"] == "done");
        await FlowAsync("See its result later, and who received it", async walk =>
        {
            await walk.SayAsync("records");
            await walk.PressAsync("Button_Open");
            await walk.PressAsync("Button_Recipients");
        });
        await FlowAsync("Broadcast to customers with a tag", async walk =>
        {
            await walk.SayAsync("broadcast");
            await walk.PressAsync("Button_Compose", filled: ("tag", "VIP"));
            await SendAsync(walk, 1);
        });
        await FlowAsync("Broadcast to two customers picked one by one", async walk =>
        {
            await walk.SayAsync("broadcast");
            await walk.PressAsync("Button_Pick");
            await walk.PressAsync("Button_Compose", filled: ("picked", $"{customers[0]},{customers[2]}"));
            await SendAsync(walk, 2);
        });
        JsonObject scheduled = [];
        await FlowAsync("Schedule a broadcast", async walk =>
        {
            await walk.SayAsync("broadcast");
            await walk.PressAsync("Button_Compose");
            await walk.PressAsync("Button_Preview", filled: ("text1", "Hello"));
            var day = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await walk.PressAsync("Button_Schedule", filled: [("date", day), ("time", "10:00")]);
            scheduled = walk.Card;
        });
        await FlowAsync("Stop a scheduled or running broadcast, on its card, and confirm", async walk =>
        {
            walk.Begin(scheduled);
            await walk.PressAsync("Button_Cancel");
            await walk.PressAsync("Button_CancelFor");
        });
        await FlowAsync("Create a saved reply", async walk =>
        {
            await walk.SayAsync("saved replies");
            await walk.PressAsync("Button_NewSaved");
            await walk.PressAsync("Button_Save", filled: [("name", "Hours"), ("text1", "Open from 11 to 21")]);
        });
        await FlowAsync("Broadcast a saved reply", async walk =>
        {
            await walk.SayAsync("broadcast");
            await walk.PressAsync("Button_Compose");
            await walk.PressAsync("Button_Insert", filled: ("reply", walk.Choices("reply")[0]));
            await walk.PressAsync("Button_Preview");
            await walk.PressAsync("Button_SendTo");
        });
        await FlowAsync("Link the customer of a conversation to me", async walk =>
        {
            await MoreAsync(walk);
            await walk.PressAsync("Button_Bind");
        });
        await FlowAsync("Broadcast to my linked customers on one channel", async walk =>
        {
            await walk.SayAsync("broadcast to linked customers");
            await walk.PressAsync("Button_BoundBroadcast");
            await walk.PressAsync("Button_Compose");
            await SendAsync(walk, 1);
        });
    }

    private async Task ConversationsAsync()
    {
        await open.Customers.WriteAsync("anybody there?");
        await FlowAsync("Open a pending conversation, take it and reply", async walk =>
        {
            await walk.SayAsync("pending");
            await walk.PressAsync("Button_Open");
            await walk.PressAsync("Button_Take");
            await walk.PressAsync("Button_Reply", filled: ("text", "Yes"));
        });
        foreach (var words in (string[])["one", "two"])
            await open.Customers.WriteAsync(words);
        await FlowAsync("Take all pending conversations", async walk =>
        {
            await walk.SayAsync("pending");
            await walk.PressAsync("Button_TakeAll");
            await walk.PressAsync("Button_TakeCount");
        });
        var writes = await open.Customers.TakenAsync(Staff.Seller);
        await open.Customers.WriteAsync(writes, "still in stock?");
        var told = await open.Stub.CallAsync(call =>
            call.Method == "POST" && call.Card?.ToJsonString().Contains("still in stock?", StringComparison.Ordinal) == true
        );
        await FlowAsync("Reply on the card that comes when a customer writes", async walk =>
        {
            walk.Begin(told.Card!);
            await walk.PressAsync("Button_Reply", filled: ("text", "Yes"));
        });
        await FlowAsync("Reply from my list with a saved reply", async walk =>
        {
            await OpenAsync(walk);
            await walk.PressAsync("Button_Reply", filled: ("reply", walk.Choices("reply")[0]));
        });
        await FlowAsync("Tag a customer", async walk =>
        {
            await MoreAsync(walk);
            await walk.PressAsync("Button_SaveTags", filled: ("tags", "VIP, autumn"));
        });
        await FlowAsync("Write a note", async walk =>
        {
            await MoreAsync(walk);
            await walk.PressAsync("Button_SaveNote", filled: ("note", "likes blue"));
        });
        await FlowAsync("Stop broadcasts to a customer, and confirm", async walk =>
        {
            await MoreAsync(walk);
            await walk.PressAsync("Button_StopBroadcasts");
            await walk.PressAsync("Button_StopBroadcasts");
        });
        await FlowAsync("Transfer one conversation", async walk =>
        {
            await MoreAsync(walk);
            await walk.PressAsync("Button_Transfer", filled: ("colleague", Staff.Other.Id));
        });
        await FlowAsync("Transfer two conversations", async walk =>
        {
            await walk.SayAsync("transfer");
            await walk.PressAsync(
                "Button_Transfer",
                filled: [("customers", string.Join(',', walk.Choices("customers").Take(2))), ("colleague", Staff.Other.Id)]
            );
        });
        await FlowAsync("Close a conversation", async walk =>
        {
            await walk.SayAsync("mine");
            await walk.PressAsync("Button_Close");
        });
        await FlowAsync("Reopen a conversation that I closed", async walk =>
        {
            await walk.SayAsync("closed");
            await walk.PressAsync("Button_Reopen");
        });
    }

    private async Task OthersAsync()
    {
        await FlowAsync("Show my code with its link and QR code", walk => walk.SayAsync("linked customers"));
        await FlowAsync("Go off duty", async walk =>
        {
            await walk.SayAsync("settings");
            await walk.PressAsync("Button_OffDuty");
        });
        await FlowAsync(
            "Sales managers: read a colleague's conversation and take it over",
            async walk =>
            {
                await walk.SayAsync("team");
                await walk.PressAsync("Button_Conversations", Staff.Other.Id);
                await walk.PressAsync("Button_Open");
                await walk.PressAsync("Button_TakeOver");
            },
            Manager
        );
        await FlowAsync("Administrators: see who did what", walk => walk.SayAsync("audit"), Staff.Administrator);
    }

    private async Task FlowAsync(string name, Func<Walk, Task> flow, StaffMember? who = null)
    {
        var walk = new Walk(Teams, who ?? Staff.Seller);
        await flow(walk);
        walked.Add($"{name}: {walk.Taps} + {walk.Typed}");
    }

    private static async Task SendAsync(Walk walk, int recipients)
    {
        await walk.PressAsync("Button_Preview", filled: ("text1", "Hello {{customer_name}}"));
        Assert.Contains(Phrases.English.Say("Button_SendTo", recipients), walk.Card.ToJsonString(), StringComparison.Ordinal);
        await walk.PressAsync("Button_SendTo");
    }

    private static async Task OpenAsync(Walk walk)
    {
        await walk.SayAsync("mine");
        await walk.PressAsync("Button_Open");
    }

    private static async Task MoreAsync(Walk walk)
    {
        await OpenAsync(walk);
        await walk.PressAsync("Button_More");
    }
}
