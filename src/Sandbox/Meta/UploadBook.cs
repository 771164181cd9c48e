using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Files that were uploaded or that customers sent, until they expire, and the addresses they are served under.</summary>
internal sealed class UploadBook(SandboxClock clock, Whereabouts here)
{
    private const long Second = 1_000_000;
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    );
    private readonly ConcurrentDictionary<string, Upload> _byId = new(StringComparer.Ordinal);
    private long _last = 880_000_000_000_000;

    public IReadOnlyList<Upload> All => [.. _byId.Values.OrderBy(u => u.Id, StringComparer.Ordinal)];

    /// <param name="account">Who it belongs to; on WhatsApp its WABA.</param>
    /// <param name="file">What it is.</param>
    /// <param name="days">How long it is kept.</param>
    /// <param name="url">Where it came from.</param>
    /// <param name="inbound">From a customer.</param>
    public Upload Keep(MetaAccount account, UploadedFile file, int days, string? url = null, bool inbound = false)
    {
        var id = Interlocked.Add(ref _last, 7).ToString(CultureInfo.InvariantCulture);
        return _byId[id] = new Upload(
            id,
            account.Channel,
            Owner(account),
            file.Kind,
            file.ContentType,
            file.Bytes,
            clock.Micros + (days * 86_400 * Second),
            inbound
        )
        {
            Url = url,
        };
    }

    /// <summary>What a customer sends: always the same small picture, whatever it is called.</summary>
    public Upload FromCustomer(MetaAccount account, string kind, string contentType) =>
        Keep(account, new(kind, contentType, Pixel), days: 7, inbound: true);

    /// <summary>Null if it is unknown, somebody else's, or expired.</summary>
    public Upload? Find(MetaAccount account, string id) =>
        _byId.TryGetValue(id, out var upload)
        && upload.Channel == account.Channel
        && upload.Owner == Owner(account)
        && clock.Micros < upload.Until
            ? upload
            : null;

    public bool Delete(MetaAccount account, string id) => Find(account, id) is not null && _byId.TryRemove(id, out _);

    /// <summary>Makes uploads expire now: one, or all.</summary>
    public int Expire(string? id)
    {
        var expiring = _byId.Values.Where(u => id is null || u.Id == id).ToArray();
        foreach (var upload in expiring)
            _byId[upload.Id] = upload with { Until = 0 };
        return expiring.Length;
    }

    /// <summary>An address that is good for a while.</summary>
    public string Address(Upload upload, TimeSpan lifetime)
    {
        var until = clock.Micros + (lifetime.Ticks / TimeSpan.TicksPerMicrosecond);
        var path = upload.Channel == Channel.WhatsApp ? "whatsapp/media" : "cdn";
        return string.Create(CultureInfo.InvariantCulture, $"{here.Base}{path}/{upload.Id}?ext={until}&hash={Sign(upload.Id, until)}");
    }

    /// <summary>Null if the address is not one of ours or is no longer good.</summary>
    public Upload? Open(string id, long until, string? hash) =>
        hash == Sign(id, until) && clock.Micros < until && _byId.TryGetValue(id, out var upload) && clock.Micros < upload.Until
            ? upload
            : null;

    private static string Owner(MetaAccount account) => account.Channel == Channel.WhatsApp ? account.Waba : account.Id;

    private static string Sign(string id, long until) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}:{until}")))
        )[..32];
}
