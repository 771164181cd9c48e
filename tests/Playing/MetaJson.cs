using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Playing;

/// <summary>What Meta's platforms post.</summary>
internal static class MetaJson
{
    /// <summary>The header that a signature stands in.</summary>
    public const string Signature = "X-Hub-Signature-256";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>One item of Messenger or Instagram.</summary>
    public static byte[] Page(AccountKey account, string user, string member, bool standby = false, DateTimeOffset? at = null) =>
        Encoding.UTF8.GetBytes(
            $$$$$$"""{"object":"{{{{{{(account.Channel == ChannelId.Messenger ? "page" : "instagram")}}}}}}","entry":[{"id":"{{{{{{account.Id}}}}}}","time":1,"{{{{{{(standby ? "standby" : "messaging")}}}}}}":[{"sender":{"id":"{{{{{{user}}}}}}"},"recipient":{"id":"{{{{{{account.Id}}}}}}"},"timestamp":{{{{{{(at ?? Now).ToUnixTimeMilliseconds()}}}}}},{{{{{{member}}}}}}}]}]}"""
        );

    /// <summary>One change of a field of WhatsApp's; <c>STAMP</c> stands for now.</summary>
    public static byte[] WhatsApp(string field, string members, string number = TestAccounts.NumberId) =>
        Encoding.UTF8.GetBytes(
            $$$$$$"""{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"{{{{{{field}}}}}}","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"{{{{{{number}}}}}}"},{{{{{{members}}}}}}}}]}]}""".Replace(
                "STAMP",
                Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            )
        );

    public static string Sign(byte[] body, string secret = TestAccounts.AppSecret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
}
