using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Adapters.ChannelContract;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>What follows from an event after it was answered.</summary>
public sealed class ConsequenceTests
{
    [Theory]
    [InlineData("取消訂閱", "訂閱", "已為您取消訂閱", "已為您重新訂閱")]
    [InlineData("STOP", "subscribe", "You’re unsubscribed", "You’re subscribed again")]
    public async Task Opting_out_and_in_again_is_obeyed_at_once_and_confirmed_once(
        string stop,
        string resume,
        string stopped,
        string resumed
    )
    {
        await using var platform = new ScriptedPlatform { React = _ => new Reaction.Answer(200, """{"displayName":"小明"}""") };
        await using var webhooks = await WebhookFace.OpenAsync(platform: platform.Address);
        var now = TimeProvider.System.GetUtcNow();
        var body = LineJson.Body(LineJson.Text("stop", LineJson.User(1), stop, now.AddSeconds(-2)));
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, await webhooks.PostAsync(body));
        var suppressions = webhooks.Get<Suppressions>();
        Assert.Equal([SuppressionKind.Unsubscribed], (await suppressions.FindAsync([LineJson.Customer(1)], default))[LineJson.Customer(1)]);
        await Until.TrueAsync(() => Task.FromResult(Pushes().Count == 1));
        Assert.Contains(stopped, Pushes()[0].Text, StringComparison.Ordinal);
        Assert.Contains(LineJson.User(1), Pushes()[0].Text, StringComparison.Ordinal);

        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("resume", LineJson.User(1), resume, now)));
        Assert.Equal(200, await webhooks.PostAsync(body));
        Assert.Empty(await suppressions.FindAsync([LineJson.Customer(1)], default));
        await Until.TrueAsync(() => Task.FromResult(Pushes().Count == 2));
        Assert.Contains(resumed, Pushes()[1].Text, StringComparison.Ordinal);

        List<PlatformCall> Pushes() => [.. platform.Calls.Where(call => call.Path.EndsWith("/push", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task In_standby_an_opt_out_is_obeyed_and_nothing_is_said()
    {
        await using var platform = new ScriptedPlatform();
        await using var webhooks = await WebhookFace.OpenAsync(platform: platform.Address);
        var standby = LineJson.Text("s", LineJson.User(1), "STOP").Replace("\"active\"", "\"standby\"", StringComparison.Ordinal);
        Assert.Equal(200, await webhooks.PostAsync(standby));
        Assert.Single(await webhooks.Get<Suppressions>().FindAsync([LineJson.Customer(1)], default));
        Assert.Empty(await webhooks.Get<RequestQueue>().DepthAsync(default));
    }

    [Fact]
    public async Task A_message_that_only_holds_the_word_opts_nobody_out()
    {
        await using var webhooks = await WebhookFace.OpenAsync();
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("s", LineJson.User(1), "please stop by tomorrow")));
        Assert.Empty(await webhooks.Get<Suppressions>().FindAsync([LineJson.Customer(1)], default));
    }

    [Theory]
    [InlineData("Fixed", false)]
    [InlineData("Free", true)]
    public async Task A_customer_who_sends_a_code_is_bound_and_told_so_once(string mode, bool follows)
    {
        await using var platform = new ScriptedPlatform { React = _ => new Reaction.Answer(200, """{"displayName":"小明"}""") };
        await using var webhooks = await WebhookFace.OpenAsync(platform: platform.Address, more: ("Omo:Binding", mode));
        StaffMember mei = new("mei", "林美", Role.Salesperson, "taipei"),
            lin = new("lin", "林店員", Role.Salesperson, "taipei");
        await webhooks.Get<StaffDirectory>().ReplaceAsync([mei, lin], default);
        var bindings = webhooks.Get<Bindings>();
        var now = TimeProvider.System.GetUtcNow();
        var words = $"我要綁定專屬服務人員 林美 #{await bindings.CodeAsync("mei", now, default)}";
        var body = LineJson.Body(LineJson.Text("b1", LineJson.User(1), words, now.AddSeconds(-5)));
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, await webhooks.PostAsync(body));
        Assert.Equal("mei", (await bindings.FindAsync(LineJson.Customer(1), default))!.Staff);
        await Until.TrueAsync(() => Task.FromResult(Pushes().Count == 1));
        Assert.Contains("林美", Pushes()[0].Text, StringComparison.Ordinal);

        var code = await bindings.CodeAsync("lin", now, default);
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("b2", LineJson.User(1), $"#{code}", now)));
        Assert.Equal(200, await webhooks.PostAsync(body));
        Assert.Equal(follows ? "lin" : "mei", (await bindings.FindAsync(LineJson.Customer(1), default))!.Staff);
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("b3", LineJson.User(2), "#ZZZZ2222", now)));
        Assert.Null(await bindings.FindAsync(LineJson.Customer(2), default));

        List<PlatformCall> Pushes() => [.. platform.Calls.Where(call => call.Path.EndsWith("/push", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task New_customers_get_their_names_and_nobody_is_asked_for_twice()
    {
        await using var platform = new ScriptedPlatform
        {
            React = call => new Reaction.Answer(200, $$"""{"displayName":"n{{call.Path[^2..]}}"}"""),
        };
        await using var webhooks = await WebhookFace.OpenAsync(platform: platform.Address, more: ("Omo:ProfilesPerSecond", "500"));
        for (var n = 0; n < 20; n++)
            Assert.Equal(
                200,
                await webhooks.PostAsync(LineJson.Text($"a{n}", LineJson.User(n), "hi"), LineJson.Text($"b{n}", LineJson.User(n), "again"))
            );
        for (var n = 0; n < 20; n++)
        {
            var customer = LineJson.Customer(n);
            await Until.TrueAsync(async () => (await webhooks.Conversations.FindAsync(customer))?.Name == $"n{customer.UserId[^2..]}");
        }

        Assert.Equal(20, platform.Calls.Count);
    }

    [Fact]
    public async Task Names_missed_before_a_restart_are_asked_for_after_it()
    {
        await using var redis = await Servers.RedisServer.StartAsync();
        await using (var before = await WebhookFace.OpenAsync(redis: redis))
            Assert.Equal(200, await before.PostAsync(LineJson.Text("a", LineJson.User(1), "hi")));
        await using var platform = new ScriptedPlatform { React = _ => new Reaction.Answer(200, """{"displayName":"小明"}""") };
        await using var webhooks = await WebhookFace.OpenAsync(platform: platform.Address, redis: redis);
        await Until.TrueAsync(async () => (await webhooks.Conversations.FindAsync(LineJson.Customer(1)))?.Name == "小明");
    }

    [Fact]
    public async Task The_configured_staff_are_in_the_directory()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "staff.csv");
        await File.WriteAllTextAsync(file, "id,name,role,store\n22222222-2222-4222-8222-22222222aaaa, 阿德 ,Manager,S1\n");
        await using var webhooks = await WebhookFace.OpenAsync(
            more:
            [
                ("Omo:Staff:0:Id", "11111111-1111-4111-8111-111111111111"),
                ("Omo:Staff:0:Name", "小美"),
                ("Omo:Staff:0:Role", "salesperson"),
                ("Omo:Staff:0:Store", "S1"),
                ("Omo:StaffFile", file),
            ]
        );
        var staff = webhooks.Get<StaffDirectory>();
        var manager = new StaffMember("22222222-2222-4222-8222-22222222aaaa", "阿德", Role.Manager, "S1");
        await Until.TrueAsync(async () => await staff.FindAsync("22222222-2222-4222-8222-22222222AAAA", default) == manager);
        Assert.Equal(
            new StaffMember("11111111-1111-4111-8111-111111111111", "小美", Role.Salesperson, "S1"),
            await staff.FindAsync("11111111-1111-4111-8111-111111111111", default)
        );
    }
}
