using System.Globalization;

namespace OmoBroadcast.Bench.Measuring;

/// <summary>What the kernel says of other processes. Linux only.</summary>
internal static class Processes
{
    // USER_HZ, which is 100 on every Linux that .NET runs on.
    public const double TicksPerSecond = 100;

    private const int MostLooks = 150;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>Processor seconds of a process and of its children, ended ones too.</summary>
    public static double CpuSeconds(int id) =>
        Ticks(id, withEnded: true) / TicksPerSecond + ChildrenOf(id).Sum(child => Ticks(child, withEnded: false) / TicksPerSecond);

    /// <summary>Processor seconds of a process, of all below it, and of those of them that have ended.</summary>
    public static double TreeCpuSeconds(int id)
    {
        var below = All()
            .Select(one => (Id: one, Fields: Fields(one)))
            .Where(one => one.Fields is not null)
            .ToLookup(one => int.Parse(one.Fields![1], CultureInfo.InvariantCulture), one => one.Id);
        return Sum(id) / TicksPerSecond;

        long Sum(int one) => Ticks(one, withEnded: true) + below[one].Sum(Sum);
    }

    /// <summary>Bytes resident now.</summary>
    public static long Resident(int id) => Status(id, "VmRSS:");

    /// <summary>The most bytes that were ever resident.</summary>
    public static long PeakResident(int id) => Status(id, "VmHWM:");

    /// <summary>Waits until a process has used less than a tenth of a processor for two seconds. Throws <see cref="TimeoutException"/>
    /// after some minutes.</summary>
    public static async Task StillAsync(int id, CancellationToken cancellationToken)
    {
        for (var (before, patience) = (CpuSeconds(id), MostLooks); ; before = CpuSeconds(id))
        {
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
            if (CpuSeconds(id) - before < Look.TotalSeconds / 10)
                return;
            if ((patience -= 1) == 0)
                throw new TimeoutException($"Process {id} does not come to rest");
        }
    }

    /// <summary>The process that was started with these two arguments in a row.</summary>
    public static int Find(string argument, string value)
    {
        foreach (var id in All())
        {
            try
            {
                var words = File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
                for (var i = 0; i < words.Length - 1; i++)
                    if (words[i] == argument && words[i + 1] == value)
                        return id;
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        throw new InvalidOperationException($"No process has {argument} {value}");
    }

    private static IEnumerable<int> All() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture));

    private static IEnumerable<int> ChildrenOf(int id) =>
        All().Where(child => Fields(child) is { } fields && fields[1] == id.ToString(CultureInfo.InvariantCulture));

    private static long Ticks(int id, bool withEnded)
    {
        // From the third field of proc(5) on: utime is the 14th, stime, cutime and cstime follow.
        if (Fields(id) is not { } fields)
            return 0;
        return fields.Skip(11).Take(withEnded ? 4 : 2).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
    }

    private static string[]? Fields(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Status(int id, string name) =>
        File.ReadLines($"/proc/{id}/status")
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line =>
                long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024
            )
            .First();
}
