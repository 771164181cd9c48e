using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>Somebody on a platform.</summary>
/// <param name="id">The number of <see cref="Addresses"/>.</param>
/// <param name="address">Page-scoped id, Instagram-scoped id, phone number or business-scoped id; null on LINE, where the number says
/// it.</param>
/// <param name="index">Place among the customers of the account, from 0.</param>
/// <param name="seed">Of the name.</param>
/// <param name="account">The account they wrote to.</param>
internal sealed class Customer(UInt128 id, string? address, int index, int seed, string account)
{
    private long _wrote = long.MinValue;

    public UInt128 Id => id;

    public string Address => address ?? LineId.Format(id);

    public int Index => index;

    public string Account => account;

    public bool Blocked { get; set; }

    /// <summary>Has deleted their account: the platform does not know them.</summary>
    public bool Gone { get; set; }

    /// <summary>Messenger and Instagram: another app has the conversation.</summary>
    public bool Elsewhere { get; set; }

    /// <summary>WhatsApp: wants no marketing from this account.</summary>
    public bool Stopped { get; set; }

    /// <summary>WhatsApp's business-scoped user id.</summary>
    public string? Bsuid { get; init; }

    /// <summary>The phone number is hidden behind a username.</summary>
    public bool Hidden => Bsuid is not null && Bsuid == address;

    /// <summary>Unix milliseconds of the last message; <see cref="long.MinValue"/> = never.</summary>
    public long Wrote => Interlocked.Read(ref _wrote);

    public string Name => Names.Of(seed, index).Name;

    public string Language => Names.Of(seed, index).Language;

    /// <summary>Opens the platform's window, or keeps it open for longer.</summary>
    public void WroteAt(long at)
    {
        for (var before = Wrote; at > before; before = Wrote)
        {
            if (Interlocked.CompareExchange(ref _wrote, at, before) == before)
                return;
        }
    }
}
