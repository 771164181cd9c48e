using System.Diagnostics;

namespace OmoBroadcast.Tests.Servers;

/// <summary>A process whose machine's clock is wrong, by libfaketime; its timers go on as they do.</summary>
public static class FakeTime
{
    private static readonly string[] Places =
    [
        "/usr/lib/x86_64-linux-gnu/faketime",
        "/usr/lib/aarch64-linux-gnu/faketime",
        "/usr/lib/faketime",
        "/usr/local/lib/faketime",
    ];

    private static readonly string? Library = Places.Select(place => Path.Combine(place, "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);

    /// <summary>Whether this machine can run anything under a wrong clock.</summary>
    public static bool IsThere => Library is not null;

    /// <summary>Lets the program run under the wrong clock. Not what starts it for another user: the library would share its memory with
    /// the first it is loaded into.</summary>
    public static void Shift(ProcessStartInfo start, string program, TimeSpan ahead)
    {
        if (ahead == default)
            return;
        if (Library is null)
            throw new InvalidOperationException("libfaketime was not found");
        List<string> words = [start.FileName, .. start.ArgumentList];
        var at = words.IndexOf(program);
        // The C library behind it, so that Redis's own allocator does not ask for the time before there is one.
        words.InsertRange(
            at,
            [
                "env",
                $"LD_PRELOAD={Library} libc.so.6",
                $"FAKETIME={(ahead < default(TimeSpan) ? "" : "+")}{(long)ahead.TotalSeconds}",
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
            ]
        );
        start.FileName = words[0];
        start.ArgumentList.Clear();
        foreach (var word in words.Skip(1))
            start.ArgumentList.Add(word);
    }
}
