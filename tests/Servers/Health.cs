namespace OmoBroadcast.Tests.Servers;

/// <summary>Waits for a process to say that it is well.</summary>
public static class Health
{
    /// <summary>Until the address answers 200. Throws with the process's output when it ends before, or is not ready in time.</summary>
    public static async Task ReadyAsync(Child child, Uri address, TimeSpan within)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Until.SeenAsync(
            $"{address} to answer 200",
            within,
            async () =>
            {
                if (child.HasExited)
                    throw new InvalidOperationException($"It ended with exit code {child.ExitCode}.\n{child.Output}");
                using var answer = await http.GetAsync(address);
                return (int)answer.StatusCode;
            },
            status => status == 200,
            () => child.Output
        );
    }
}
