using Microsoft.Extensions.Options;
using OmoBroadcast.Webhooks.Settings;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Bounds what all bodies in hand take together. What fits into <see cref="Small"/> is free, so that no flood of large bodies shuts out the usual ones: those are bounded by how
/// many calls are worked on at once.
/// </summary>
internal sealed class BodyBudget(IOptions<OmoOptions> options)
{
    /// <summary>Bytes of each body that are not counted.</summary>
    public const int Small = 64 * 1024;

    private readonly long most = options.Value.WebhookMegabytes * 1024L * 1024;
    private long held;

    /// <summary>Bytes taken and not returned.</summary>
    public long Held => Volatile.Read(ref held);

    /// <summary>False: that much is not to be had now, and nothing was taken.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref held, bytes) > most)
        {
            Return(bytes);
            return false;
        }

        Sight.BodiesHold(Held);
        return true;
    }

    public void Return(long bytes)
    {
        if (bytes == 0) return;
        Interlocked.Add(ref held, -bytes);
        Sight.BodiesHold(Held);
    }
}
