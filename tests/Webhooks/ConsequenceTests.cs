using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Adapters.ChannelContract;

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
        await using var house = await House.OpenAsync(platform: platform.Address);
        var now = TimeProvider.System.GetUtcNow();
        var body = House.Body(House.Text("stop", House.User(1), stop, now.AddSeconds(-2)));
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, await house.PostAsync(body));
        var suppressions = house.Get<Suppressions>();
        Assert.Equal([SuppressionKind.Unsubscribed], (await suppressions.FindAsync([House.Customer(1)], default))[House.Customer(1)]);
        await House.UntilAsync(() => Task.FromResult(Pushes().Count == 1));
        Assert.Contains(stopped, Pushes()[0].Text, StringComparison.Ordinal);
        Assert.Contains(House.User(1), Pushes()[0].Text, StringComparison.Ordinal);

        Assert.Equal(200, await house.PostAsync(House.Text("resume", House.User(1), resume, now)));
        Assert.Equal(200, await house.PostAsync(body));
        Assert.Empty(await suppressions.FindAsync([House.Customer(1)], default));
        await House.UntilAsync(() => Task.FromResult(Pushes().Count == 2));
        Assert.Contains(resumed, Pushes()[1].Text, StringComparison.Ordinal);

        List<PlatformCall> Pushes() => [.. platform.Calls.Where(call => call.Path.EndsWith("/push", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task In_standby_an_opt_out_is_obeyed_and_nothing_is_said()
    {
        await using var platform = new ScriptedPlatform();
        await using var house = await House.OpenAsync(platform: platform.Address);
        var standby = House.Text("s", House.User(1), "STOP").Replace("\"active\"", "\"standby\"", StringComparison.Ordinal);
        Assert.Equal(200, await house.PostAsync(standby));
        Assert.Single(await house.Get<Suppressions>().FindAsync([House.Customer(1)], default));
        Assert.Empty(await house.Get<RequestQueue>().DepthAsync(default));
    }

    [Fact]
    public async Task A_message_that_only_holds_the_word_opts_nobody_out()
    {
        await using var house = await House.OpenAsync();
        Assert.Equal(200, await house.PostAsync(House.Text("s", House.User(1), "please stop by tomorrow")));
        Assert.Empty(await house.Get<Suppressions>().FindAsync([House.Customer(1)], default));
    }

    [Theory]
    [InlineData("Fixed", false)]
    [InlineData("Free", true)]
    public async Task A_customer_who_sends_a_code_is_bound_and_told_so_once(string mode, bool follows)
    {
        await using var platform = new ScriptedPlatform { React = _ => new Reaction.Answer(200, """{"displayName":"小明"}""") };
        await using var house = await House.OpenAsync(platform: platform.Address, more: ("Omo:Binding", mode));
        StaffMember mei = new("mei", "林美", Role.Salesperson, "taipei"),
            lin = new("lin", "林店員", Role.Salesperson, "taipei");
        await house.Get<StaffDirectory>().ReplaceAsync([mei, lin], default);
        var bindings = house.Get<Bindings>();
        var now = TimeProvider.System.GetUtcNow();
        var body = House.Body(
            House.Text(
                "b1",
                House.User(1),
                $"我要綁定專屬服務人員 林美 #{await bindings.CodeAsync("mei", now, default)}",
                now.AddSeconds(-5)
            )
        );
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, await house.PostAsync(body));
        Assert.Equal("mei", (await bindings.FindAsync(House.Customer(1), default))!.Staff);
        await House.UntilAsync(() => Task.FromResult(Pushes().Count == 1));
        Assert.Contains("林美", Pushes()[0].Text, StringComparison.Ordinal);

        Assert.Equal(200, await house.PostAsync(House.Text("b2", House.User(1), $"#{await bindings.CodeAsync("lin", now, default)}", now)));
        Assert.Equal(200, await house.PostAsync(body));
        Assert.Equal(follows ? "lin" : "mei", (await bindings.FindAsync(House.Customer(1), default))!.Staff);
        Assert.Equal(200, await house.PostAsync(House.Text("b3", House.User(2), "#ZZZZ2222", now)));
        Assert.Null(await bindings.FindAsync(House.Customer(2), default));

        List<PlatformCall> Pushes() => [.. platform.Calls.Where(call => call.Path.EndsWith("/push", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task New_customers_get_their_names_and_nobody_is_asked_for_twice()
    {
        await using var platform = new ScriptedPlatform
        {
            React = call => new Reaction.Answer(200, $$"""{"displayName":"n{{call.Path[^2..]}}"}"""),
        };
        await using var house = await House.OpenAsync(platform: platform.Address, more: ("Omo:ProfilesPerSecond", "500"));
        for (var n = 0; n < 20; n++)
            Assert.Equal(200, await house.PostAsync(House.Text($"a{n}", House.User(n), "hi"), House.Text($"b{n}", House.User(n), "again")));
        for (var n = 0; n < 20; n++)
        {
            var customer = House.Customer(n);
            await House.UntilAsync(async () => (await house.Conversations.FindAsync(customer))?.Name == $"n{customer.UserId[^2..]}");
        }

        Assert.Equal(20, platform.Calls.Count);
    }

    [Fact]
    public async Task Names_missed_before_a_restart_are_asked_for_after_it()
    {
        await using var redis = await Servers.RedisServer.StartAsync();
        await using (var before = await House.OpenAsync(redis: redis))
            Assert.Equal(200, await before.PostAsync(House.Text("a", House.User(1), "hi")));
        await using var platform = new ScriptedPlatform { React = _ => new Reaction.Answer(200, """{"displayName":"小明"}""") };
        await using var house = await House.OpenAsync(platform: platform.Address, redis: redis);
        await House.UntilAsync(async () => (await house.Conversations.FindAsync(House.Customer(1)))?.Name == "小明");
    }

    [Fact]
    public async Task The_configured_staff_are_in_the_directory()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "id,name,role,store\n22222222-2222-4222-8222-22222222aaaa, 阿德 ,Manager,S1\n");
            await using var house = await House.OpenAsync(
                more:
                [
                    ("Omo:Staff:0:Id", "11111111-1111-4111-8111-111111111111"),
                    ("Omo:Staff:0:Name", "小美"),
                    ("Omo:Staff:0:Role", "salesperson"),
                    ("Omo:Staff:0:Store", "S1"),
                    ("Omo:StaffFile", file),
                ]
            );
            await House.UntilAsync(async () =>
            {
                return await house.Get<StaffDirectory>().FindAsync("22222222-2222-4222-8222-22222222AAAA", default)
                    == new StaffMember("22222222-2222-4222-8222-22222222aaaa", "阿德", Role.Manager, "S1");
            });
            Assert.Equal(
                new StaffMember("11111111-1111-4111-8111-111111111111", "小美", Role.Salesperson, "S1"),
                await house.Get<StaffDirectory>().FindAsync("11111111-1111-4111-8111-111111111111", default)
            );
        }
        finally
        {
            File.Delete(file);
        }
    }
}
