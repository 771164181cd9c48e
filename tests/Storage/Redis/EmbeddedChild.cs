using System.Globalization;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>
/// This test program started once more as a process to be killed: it applies events to the embedded engine in the folder of its
/// environment, and prints the number of each one that was acknowledged.
/// </summary>
public sealed class EmbeddedChild
{
    public const string Folder = "OMO_TEST_EMBEDDED_FOLDER";
    public const string First = "OMO_TEST_EMBEDDED_FIRST";

    public static readonly AccountKey Account = new(ChannelId.Line, "U0");

    public static InboundEvent Event(int number, DateTimeOffset at) =>
        Told.Message(new(Account, $"U{number % 500}"), $"e{number}", at.AddSeconds(number % 3600), $"{number}");

    /// <summary>Run by name only; the runner's own words on the output are no numbers.</summary>
    [Fact(Explicit = true)]
    public Task Apply_until_killed() =>
        Environment.GetEnvironmentVariable(Folder) is { } folder
            ? RunAsync(folder, int.Parse(Environment.GetEnvironmentVariable(First)!, CultureInfo.InvariantCulture))
            : Task.CompletedTask;

    private static async Task RunAsync(string folder, int first)
    {
        await using var redis = await Engines.ConnectAsync("", folder);
        var conversations = new Conversations(redis, TimeProvider.System, SuppressionWords.Default);
        var next = first;
        var day = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async _ =>
                {
                    while (true)
                    {
                        var number = Interlocked.Increment(ref next);
                        await conversations.ApplyAsync([Event(number, day)], false, CancellationToken.None);
                        lock (conversations)
                            Console.Out.WriteLine(number);
                    }
                })
        );
    }
}
