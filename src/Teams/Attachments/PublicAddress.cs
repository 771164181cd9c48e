using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace OmoBroadcast.Teams.Attachments;

/// <summary>
/// Tells addresses of the public internet from all others: this machine, the network it stands in, the cloud's metadata service. By the
/// special-purpose registries of IANA; an address of version 6 that carries one of version 4 is judged by what it carries.
/// </summary>
public static class PublicAddress
{
    private static readonly (uint Network, int Bits)[] Special4 =
    [
        (0x00000000, 8),
        (0x0A000000, 8),
        (0x64400000, 10),
        (0x7F000000, 8),
        (0xA9FE0000, 16),
        (0xAC100000, 12),
        (0xC0000000, 24),
        (0xC0000200, 24),
        (0xC0586300, 24),
        (0xC0A80000, 16),
        (0xC6120000, 15),
        (0xC6336400, 24),
        (0xCB007100, 24),
        (0xE0000000, 4),
        (0xF0000000, 4),
    ];

    public static bool Is(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return IsPublic4(address.GetAddressBytes());
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.ScopeId != 0)
            return false;
        var bytes = address.GetAddressBytes();
        if (address.IsIPv4MappedToIPv6)
            return IsPublic4(bytes.AsSpan(12));
        // Translators (64:ff9b::/96) and 6to4 lead to the address of version 4 in them; nothing we fetch needs either.
        // Of all others only 2000::/3 is given out, and of that 2001::/23 (Teredo, benchmarks) and 2001:db8::/32 (documentation) are not.
        if ((bytes[0] & 0xE0) != 0x20)
            return false;
        if (bytes[0] == 0x20 && bytes[1] == 0x02)
            return false;
        if (bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] & 0xFE) == 0)
            return false;
        if (bytes[0] == 0x3F && bytes[1] == 0xFF && (bytes[2] & 0xF0) == 0)
            return false;
        return !(bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8);
    }

    private static bool IsPublic4(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        foreach (var (network, bits) in Special4)
            if (value >> (32 - bits) == network >> (32 - bits))
                return false;
        return true;
    }
}
