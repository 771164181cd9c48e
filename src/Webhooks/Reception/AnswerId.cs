using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>The id of what we send because of an event: the same for every repetition of it, so that the ledger takes it once.</summary>
internal static class AnswerId
{
    public static Guid Of(string what, CustomerKey customer, string eventId)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{what}\n{customer}\n{eventId}"), digest);

        // A name-based id in the form of RFC 9562, version 8.
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest[..16], bigEndian: true);
    }
}
