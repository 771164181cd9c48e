using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>A house with an account on each channel, and the posts of each platform to it.</summary>
internal sealed class MetaHouse(House house) : IAsyncDisposable
{
    public const string Page = "104455667788990",
        Instagram = "17841400000000001",
        Number = "106540352242922",
        App = "480021334455";
    private const string Secret = "canary-app-secret";

    public House House => house;

    public static AccountKey Messenger => new(ChannelId.Messenger, Page);

    public static AccountKey Ig => new(ChannelId.Instagram, Instagram);

    public static AccountKey WhatsApp => new(ChannelId.WhatsApp, Number);

    /// <summary>Settings of an account on each channel beside LINE.</summary>
    public static IReadOnlyList<(string Key, string Value)> Accounts =>
        [
            .. Account(1, "messenger", Page),
            .. Account(2, "instagram", Instagram),
            .. Account(3, "whatsapp", Number),
            ("Omo:Accounts:3:Waba", "77"),
            ("Omo:Accounts:1:AppId", App),
        ];

    public static async Task<MetaHouse> OpenAsync(params (string Key, string Value)[] more) =>
        new(await House.OpenAsync(more: [.. Accounts, .. more]));

    public ValueTask DisposeAsync() => house.DisposeAsync();

    /// <summary>One item of Messenger or Instagram, as its platform sends it; answers the status.</summary>
    public Task<int> PageAsync(AccountKey account, string user, string member, bool standby = false, DateTimeOffset? at = null) =>
        PostAsync(
            account.Channel.Value,
            $$$$$$"""{"object":"{{{{{{(account.Channel == ChannelId.Messenger ? "page" : "instagram")}}}}}}","entry":[{"id":"{{{{{{account.Id}}}}}}","time":1,"{{{{{{(standby ? "standby" : "messaging")}}}}}}":[{"sender":{"id":"{{{{{{user}}}}}}"},"recipient":{"id":"{{{{{{account.Id}}}}}}"},"timestamp":{{{{{{(at ?? Now).ToUnixTimeMilliseconds()}}}}}},{{{{{{member}}}}}}}]}]}"""
        );

    /// <summary>One change of a field of WhatsApp's; <c>STAMP</c> stands for now. Answers the status.</summary>
    public Task<int> WhatsAppAsync(string field, string members) =>
        PostAsync(
            "whatsapp",
            $$$$$$"""{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"{{{{{{field}}}}}}","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"{{{{{{Number}}}}}}"},{{{{{{members}}}}}}}}]}]}""".Replace(
                "STAMP",
                Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            )
        );

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static (string, string)[] Account(int number, string channel, string id) =>
        [
            ($"Omo:Accounts:{number}:Channel", channel),
            ($"Omo:Accounts:{number}:Id", id),
            ($"Omo:Accounts:{number}:Secrets:0", Secret),
            ($"Omo:Accounts:{number}:AccessToken", "t"),
            ($"Omo:Accounts:{number}:VerifyToken", "w"),
            ($"Omo:Accounts:{number}:BaseUrl", "http://127.0.0.1:9"),
        ];

    private async Task<int> PostAsync(string channel, string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{channel}") { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation(
            "X-Hub-Signature-256",
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body))
        );
        using var response = await house.Http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
