using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>What follows a message that was taken: the echo or the status, its way to the customer, and what the customer does about
/// it.</summary>
internal sealed class Aftermath(Outbox outbox, WeatherStation weather, Crowd crowd, SandboxClock clock)
{
    public void Begin() => outbox.Begin();

    public void End() => outbox.End();

    /// <summary>Tells of it as the weather says. Ends when the first webhook was delivered, if it was asked to come before the
    /// answer.</summary>
    public async Task BeforeAnswerAsync(Taken taken)
    {
        if (weather.Meta(taken.Account.Channel).Telling is Telling.Before or Telling.Instead)
            await Start(taken);
    }

    /// <summary>The same, for webhooks that come after the answer.</summary>
    public void AfterAnswer(Taken taken)
    {
        if (weather.Meta(taken.Account.Channel).Telling == Telling.After)
            _ = Start(taken);
    }

    /// <returns>Ends with the first webhook's delivery; the others follow by themselves.</returns>
    private Task Start(Taken taken)
    {
        var sky = weather.Meta(taken.Account.Channel);
        var steps = Steps(taken, sky);
        if (sky.Shuffle)
        {
            foreach (var step in Shuffled(steps))
                _ = RunAsync([step], taken, sky, null);
            return Task.CompletedTask;
        }

        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = RunAsync(steps, taken, sky, first);
        return first.Task;
    }

    private async Task RunAsync(IReadOnlyList<Step> steps, Taken taken, MetaWeather sky, TaskCompletionSource? first)
    {
        outbox.Begin();
        try
        {
            var passed = 0;
            foreach (var step in steps)
            {
                await outbox.WaitAsync(TimeSpan.FromMilliseconds(step.AfterMs - passed));
                passed = Math.Max(passed, step.AfterMs);
                if (step.Told is { } write)
                    await outbox.TellAsync(taken.Account, write(clock.Written(clock.Millis)), sky.Times);
                first?.TrySetResult();
                if (step.Reaches)
                    await ReactAsync(taken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The sandbox is closing.
        }
        finally
        {
            first?.TrySetResult();
            outbox.End();
        }
    }

    private List<Step> Steps(Taken taken, MetaWeather sky)
    {
        var (told, delivered, read, failed) = (weather.Chance(), weather.Chance(), weather.Chance(), weather.Chance());
        return taken.Account.Channel == Channel.WhatsApp
            ? OnWhatsApp(taken, sky, (told, delivered, read, failed))
            : OnPage(taken, sky, (told, delivered, read));
    }

    private List<Step> OnPage(Taken taken, MetaWeather sky, (double Told, double Delivered, double Read) chance)
    {
        var (account, customer) = (taken.Account, taken.Customer!);
        var steps = new List<Step>(3);
        if (chance.Told < sky.Told)
            steps.Add(new Step(at => PageVoice.Echo(account, customer, taken.Send, taken.MessageId, at), After(sky, sky.ToldMs)));
        if (chance.Delivered >= sky.Delivered)
            return steps;
        steps.Add(
            new Step(
                account.Channel == Channel.Messenger ? at => PageVoice.Delivered(account, customer, taken.MessageId, at) : null,
                After(sky, sky.DeliveredMs),
                true
            )
        );
        if (chance.Read < sky.Read)
            steps.Add(new Step(at => PageVoice.Read(account, customer, taken.MessageId, at), After(sky, sky.ReadMs)));
        return steps;
    }

    private List<Step> OnWhatsApp(Taken taken, MetaWeather sky, (double Told, double Delivered, double Read, double Failed) chance)
    {
        var steps = new List<Step>(3);
        if (taken.Send.Template is { Held: true })
            return steps;
        if ((taken.Failure ?? (chance.Failed < sky.Failed ? GraphErrors.Failed(sky.FailedCode) : null)) is { } error)
        {
            steps.Add(Status("failed", sky.ToldMs, error));
            return steps;
        }

        if (chance.Told < sky.Told)
            steps.Add(Status("sent", sky.ToldMs));
        if (taken.Customer is { Blocked: true } || chance.Delivered >= sky.Delivered)
            return steps;
        steps.Add(Status("delivered", sky.DeliveredMs) with { Reaches = true });
        if (chance.Read < sky.Read)
            steps.Add(Status("read", sky.ReadMs));
        return steps;

        Step Status(string status, int afterMs, GraphError? fault = null) =>
            new(at => WhatsAppVoice.Status(taken, status, at, fault), After(sky, afterMs));
    }

    private int After(MetaWeather sky, int millis) => millis + (sky.JitterMs == 0 ? 0 : (int)(weather.Chance() * sky.JitterMs));

    private async Task ReactAsync(Taken taken)
    {
        if (taken is not { Account: { Habits: { } habits } account, Customer: { } customer } || habits.Of(customer.Index) is not { } deed)
            return;
        await outbox.WaitAsync(TimeSpan.FromMilliseconds(habits.AfterMs));
        if (deed == "block")
            customer.Blocked = true;
        else if (deed == "answer")
            await crowd.SayAsync(account, customer, new SayRequest(Text: habits.AnswerText), CancellationToken.None);
        else if (account.Channel == Channel.WhatsApp)
            await crowd.SayAsync(account, customer, new SayRequest(Kind: "stop"), CancellationToken.None);
        else
            await crowd.SayAsync(account, customer, new SayRequest(Text: habits.OptOutText), CancellationToken.None);
    }

    private List<Step> Shuffled(List<Step> steps)
    {
        for (var i = steps.Count - 1; i > 0; i--)
        {
            var other = (int)(weather.Chance() * (i + 1));
            (steps[i], steps[other]) = (steps[other], steps[i]);
        }

        return steps;
    }

    /// <param name="Told">Writes the webhook; null if this step has none.</param>
    /// <param name="AfterMs">After acceptance.</param>
    /// <param name="Reaches">The customer sees the message now.</param>
    private sealed record Step(Func<long, Told>? Told, int AfterMs, bool Reaches = false);
}
