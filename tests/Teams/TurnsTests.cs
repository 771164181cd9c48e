using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Teams.Connector;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Teams' limits of one conversation and of the tenant are kept, whoever calls; who waits for an answer waits least.</summary>
public sealed class TurnsTests
{
    private static readonly (TimeSpan Window, int Most)[] Limits =
    [
        (TimeSpan.FromSeconds(1), 7),
        (TimeSpan.FromSeconds(2), 8),
        (TimeSpan.FromSeconds(30), 60),
        (TimeSpan.FromHours(1), 1_800),
    ];

    [Fact]
    public void No_window_of_a_conversation_holds_more_calls_than_teams_takes()
    {
        var time = new FakeTimeProvider();
        var pace = new ConnectorPace(time);
        var began = time.GetUtcNow();
        List<DateTimeOffset> taken = [];
        // Everybody wants all the time: answers always, pictures where there is room.
        while (time.GetUtcNow() - began < TimeSpan.FromHours(2))
        {
            while (pace.Take("a", Urgency.Answer) is null)
                taken.Add(time.GetUtcNow());
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.All(Limits, limit =>
            Assert.True(Fullest(taken, limit.Window) <= limit.Most, $"{limit.Window}: {Fullest(taken, limit.Window)}")
        );
        // The limit is used, too.
        Assert.True(Fullest(taken, TimeSpan.FromHours(1)) > 1_700);
    }

    [Fact]
    public void Pictures_and_news_leave_room_for_answers()
    {
        var time = new FakeTimeProvider();
        var pace = new ConnectorPace(time);
        for (var i = 0; i < 3_600; i++)
        {
            pace.Take("a", Urgency.Picture);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.NotNull(pace.Take("a", Urgency.Picture));
        for (var i = 0; i < 4; i++)
            Assert.Null(pace.Take("a", Urgency.Answer));
    }

    [Fact]
    public void The_tenant_takes_fifty_a_second_from_all_conversations()
    {
        var time = new FakeTimeProvider();
        var pace = new ConnectorPace(time);
        List<DateTimeOffset> taken = [];
        for (var tick = 0; tick < 100; tick++)
        {
            for (var i = 0; i < 40; i++)
                if (pace.Take($"{i}", Urgency.Answer) is null)
                    taken.Add(time.GetUtcNow());
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(Fullest(taken, TimeSpan.FromSeconds(1)), 40, 50);
    }

    [Fact]
    public async Task An_answer_goes_before_the_news_that_wait_and_a_picture_is_left_out()
    {
        var time = new FakeTimeProvider();
        var turns = new Turns(new ConnectorPace(time), time);
        var said = new System.Collections.Concurrent.ConcurrentQueue<string>();
        Task Say(string words, Urgency urgency) => turns.RunAsync("a", urgency, () => Noted(said, words), _ => "later", default);
        for (var i = 0; i < 5; i++)
            await Say($"news {i}", Urgency.News);
        var waiting = Enumerable.Range(5, 3).Select(i => Say($"news {i}", Urgency.News)).ToList();
        var answer = Say("answer", Urgency.Answer);
        await answer.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("later", await turns.RunAsync("a", Urgency.Picture, () => Task.FromResult("drawn"), _ => "later", default));
        Assert.Equal("answer", said.ElementAt(5));
        while (!Task.WhenAll(waiting).IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        Assert.Equal(["news 5", "news 6", "news 7"], said.Skip(6));
    }

    private static Task<string> Noted(System.Collections.Concurrent.ConcurrentQueue<string> said, string words)
    {
        said.Enqueue(words);
        return Task.FromResult(words);
    }

    private static int Fullest(List<DateTimeOffset> taken, TimeSpan window)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < taken.Count; last++)
        {
            while (taken[last] - taken[first] >= window)
                first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
