using System.Diagnostics.CodeAnalysis;

namespace OmoBroadcast.Domain.Texts;

/// <summary>Addresses that others have written.</summary>
public static class WebAddress
{
    /// <summary>An absolute http or https address whose host can be asked for. Never throws: <see cref="Uri"/> takes hosts that it throws
    /// at when they are used.</summary>
    public static bool TryRead([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Uri? address)
    {
        address = null;
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var read)
            || read.Scheme is not ("http" or "https")
            || HostOf(read) is not { Length: > 0 }
        )
            return false;
        address = read;
        return true;
    }

    /// <summary>The host as it is asked for on the network; null for one that cannot be.</summary>
    public static string? HostOf(Uri address)
    {
        try
        {
            return address.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }
}
