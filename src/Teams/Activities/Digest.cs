using System.Security.Cryptography;
using System.Text;

namespace OmoBroadcast.Teams.Activities;

/// <summary>What every node derives alike from the same text.</summary>
internal static class Digest
{
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A one-time id.</summary>
    public static Guid Id(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16), bigEndian: true);
}
