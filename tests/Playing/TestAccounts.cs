using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Playing;

/// <summary>The accounts of the houses, one on each channel. Nothing that is secret of them may be told.</summary>
internal static class TestAccounts
{
    public const string LineId = "U8e742f61d673b39c7fff3cecb7536ef0",
        LineSecret = "canary-secret-8c570fa6dd201bb3",
        LineToken = "canary-token-9f2a",
        PageId = "104455667788990",
        InstagramId = "17841400000000001",
        NumberId = "106540352242922",
        AppId = "480021334455",
        AppSecret = "canary-app-secret",
        Nowhere = "http://127.0.0.1:9";

    public static AccountKey Line => new(ChannelId.Line, LineId);

    public static AccountKey Messenger => new(ChannelId.Messenger, PageId);

    public static AccountKey Instagram => new(ChannelId.Instagram, InstagramId);

    public static AccountKey WhatsApp => new(ChannelId.WhatsApp, NumberId);

    /// <summary>Settings of an account on each of Meta's channels, after the first account, which is LINE's.</summary>
    public static IReadOnlyList<(string Key, string Value)> MetaSettings =>
        [
            .. Meta(1, "messenger", PageId),
            .. Meta(2, "instagram", InstagramId),
            .. Meta(3, "whatsapp", NumberId),
            ("Omo:Accounts:3:Waba", "77"),
            ("Omo:Accounts:1:AppId", AppId),
        ];

    /// <summary>Settings of the first account.</summary>
    /// <param name="platform">Who plays LINE; null: nobody.</param>
    public static IReadOnlyList<(string Key, string Value)> LineSettings(Uri? platform) =>
        [
            ("Omo:Accounts:0:Channel", "line"),
            ("Omo:Accounts:0:Id", LineId),
            ("Omo:Accounts:0:Secrets:0", LineSecret),
            ("Omo:Accounts:0:AccessToken", LineToken),
            ("Omo:Accounts:0:BaseUrl", platform?.ToString() ?? Nowhere),
        ];

    /// <summary>Settings of an account of Meta's that nobody plays.</summary>
    public static IReadOnlyList<(string Key, string Value)> Meta(int number, string channel, string id, string secret = AppSecret) =>
        [
            ($"Omo:Accounts:{number}:Channel", channel),
            ($"Omo:Accounts:{number}:Id", id),
            ($"Omo:Accounts:{number}:Secrets:0", secret),
            ($"Omo:Accounts:{number}:AccessToken", "t"),
            ($"Omo:Accounts:{number}:VerifyToken", "w"),
            ($"Omo:Accounts:{number}:BaseUrl", Nowhere),
        ];
}
