using System.Collections.Concurrent;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Redis;

public sealed class NudgesTests(Engines engines)
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_nudge_reaches_the_own_node_at_once_and_the_others_soon_each_once(Engine engine)
    {
        await using var other = await Engines.ConnectAsync(engines[engine].Configuration);
        var here = new Nudges(engines[engine]);
        var there = new Nudges(other);
        await Task.WhenAll(here.Subscribed, there.Subscribed);
        var heardHere = new List<string>();
        var heardThere = new ConcurrentQueue<string>();
        var last = new TaskCompletionSource();
        using var listening = here.Listen(heardHere.Add);
        using var away = there.Listen(topic =>
        {
            heardThere.Enqueue(topic);
            if (heardThere.Count == 2)
                last.TrySetResult();
        });

        await here.SendAsync("work:line:U1");
        Assert.Equal(["work:line:U1"], heardHere);
        await here.SendAsync("stop:2");
        await last.Task.WaitAsync(TimeSpan.FromSeconds(5));
        // In whichever order: the client hands each on by itself.
        Assert.Equal(["stop:2", "work:line:U1"], heardThere.Order(StringComparer.Ordinal));

        listening.Dispose();
        await here.SendAsync("campaign:3");
        Assert.Equal(["work:line:U1", "stop:2"], heardHere);
    }

    [Fact]
    public async Task A_nudge_reaches_the_own_node_when_Redis_is_away_and_the_others_when_it_is_back()
    {
        await using var server = await RedisServer.StartAsync(appendOnly: false);
        await using var one = await Engines.ConnectAsync(server.ConnectionString);
        await using var two = await Engines.ConnectAsync(server.ConnectionString);
        var here = new Nudges(one);
        var there = new Nudges(two);
        await Task.WhenAll(here.Subscribed, there.Subscribed);
        var heard = new List<string>();
        var back = new TaskCompletionSource();
        using var listening = here.Listen(heard.Add);
        using var away = there.Listen(_ => back.TrySetResult());

        server.Kill();
        await here.SendAsync("work:1");
        Assert.Equal(["work:1"], heard);

        await server.RestartAsync();
        for (var attempt = 0; attempt < 100 && !back.Task.IsCompleted; attempt++)
        {
            await here.SendAsync("work:2");
            await Task.WhenAny(back.Task, Until.PassedAsync(TimeSpan.FromMilliseconds(100)));
        }

        Assert.True(back.Task.IsCompletedSuccessfully);
    }
}
