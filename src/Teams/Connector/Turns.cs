namespace OmoBroadcast.Teams.Connector;

/// <summary>
/// Whose turn it is to call the Connector: in each conversation one after the other, at the pace it allows, answers before news and each in
/// the order in which they came.
/// </summary>
public sealed class Turns(ConnectorPace pace, TimeProvider time)
{
    private readonly Dictionary<string, Line> lines = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Counts a call that is made again within its turn.</summary>
    public void Again(string conversation) => pace.Count(conversation);

    /// <summary>Runs in its turn. A picture that cannot be drawn at once is not: <paramref name="later"/> says when to ask again.</summary>
    public async Task<T> RunAsync<T>(
        string conversation,
        Urgency urgency,
        Func<Task<T>> work,
        Func<TimeSpan, T> later,
        CancellationToken cancellationToken
    )
    {
        var turn = new Turn(urgency);
        lock (gate)
        {
            var line = lines.GetValueOrDefault(conversation) ?? (lines[conversation] = new());
            if (urgency == Urgency.Picture && (line.Busy || line.Waiting.Count > 0))
                return later(TimeSpan.FromSeconds(1));
            if (urgency == Urgency.Picture && pace.Take(conversation, urgency) is { } wait)
            {
                Forget(conversation, line);
                return later(wait);
            }

            if (urgency == Urgency.Picture)
                (turn.Mine, line.Busy) = (true, true);
            else
                line.Waiting.Add(turn);
        }

        try
        {
            if (!turn.Mine)
                await WaitAsync(conversation, turn, cancellationToken);
            return await work();
        }
        finally
        {
            Leave(conversation, turn);
        }
    }

    private async Task WaitAsync(string conversation, Turn turn, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (wait, moved) = Ask(conversation, turn);
            if (turn.Mine)
                return;
            cancellationToken.ThrowIfCancellationRequested();
            if (wait is { } some)
                await Task.Delay(some, time, cancellationToken);
            else
                await moved!.WaitAsync(cancellationToken);
        }
    }

    // Mine, or how long the pace lets the first in line wait, or what ends when the line moves.
    private (TimeSpan? Wait, Task? Moved) Ask(string conversation, Turn turn)
    {
        lock (gate)
        {
            var line = lines[conversation];
            if (line.Busy || line.First != turn)
                return (null, line.Moved.Task);
            if (pace.Take(conversation, turn.Urgency) is { } wait)
                return (wait, null);
            line.Waiting.Remove(turn);
            (turn.Mine, line.Busy) = (true, true);
            return (null, null);
        }
    }

    private void Leave(string conversation, Turn turn)
    {
        TaskCompletionSource moved;
        lock (gate)
        {
            var line = lines[conversation];
            if (turn.Mine)
                line.Busy = false;
            else
                line.Waiting.Remove(turn);
            (moved, line.Moved) = (line.Moved, Line.Signal());
            Forget(conversation, line);
        }

        moved.TrySetResult();
    }

    private void Forget(string conversation, Line line)
    {
        if (!line.Busy && line.Waiting.Count == 0)
            lines.Remove(conversation);
    }

    private sealed class Turn(Urgency urgency)
    {
        public Urgency Urgency => urgency;

        public bool Mine { get; set; }
    }

    private sealed class Line
    {
        public List<Turn> Waiting { get; } = [];

        public bool Busy { get; set; }

        /// <summary>Ends whenever somebody has had their turn or given it up.</summary>
        public TaskCompletionSource Moved { get; set; } = Signal();

        public Turn? First => Waiting.Find(turn => turn.Urgency == Urgency.Answer) ?? Waiting.FirstOrDefault();

        public static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
