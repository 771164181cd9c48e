using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OmoBroadcast.Adapters;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Line;

public sealed class LineSubject : ContractSubject
{
    public override ChannelId Channel => ChannelId.Line;

    public override string AccountId => "U8e742f61d673b39c7fff3cecb7536ef0";

    public override string OtherAccountId => "Uffffffffffffffffffffffffffffffff";

    public override string SignatureHeader => "X-Line-Signature";

    public override (string Body, (string Name, string Value)[] Headers, string PlatformId) Good =>
        ("{\"sentMessages\":[{\"id\":\"461230966842064897\",\"quoteToken\":\"q\"}]}", [("x-line-request-id", "2f5a-77")], "2f5a-77");

    public override (int Status, string Body, TimeSpan Usual, TimeSpan Most) TooFast =>
        (
            429,
            "{\"message\":\"The API rate limit has been exceeded. Try again later.\"}",
            TimeSpan.FromSeconds(1),
            TimeSpan.FromMinutes(10)
        );

    public override IChannel Create(Uri platform, TimeProvider time) =>
        Services(platform, time).GetRequiredService<Roster>()[ChannelId.Line];

    public IServiceProvider Services(Uri platform, TimeProvider time)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Omo:Accounts:0:Channel"] = "line",
                ["Omo:Accounts:0:Id"] = AccountId,
                ["Omo:Accounts:0:Name"] = "Shop",
                ["Omo:Accounts:0:Secrets:0"] = FirstSecret,
                ["Omo:Accounts:0:Secrets:1"] = SecondSecret,
                ["Omo:Accounts:0:AccessToken"] = AccessToken,
                ["Omo:Accounts:0:BaseUrl"] = platform.ToString(),
                ["Omo:Accounts:1:Channel"] = "line",
                ["Omo:Accounts:1:Id"] = OtherAccountId,
                ["Omo:Accounts:1:Secrets:0"] = OtherSecret,
                ["Omo:Accounts:1:AccessToken"] = "other-token",
                ["Omo:Accounts:1:BaseUrl"] = platform.ToString(),
            }
        );
        builder.Services.AddSingleton(time);
        builder.AddAdapters();
        return builder.Build().Services;
    }

    public override string Sign(ReadOnlySpan<byte> body, string secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    public override string Recipient(int number) => $"U{number:x32}";

    public override byte[] Messages(string account, IReadOnlyList<(string EventId, string UserId, string Text)> messages) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                destination = account,
                events = messages.Select(
                    (item, n) =>
                        new
                        {
                            type = "message",
                            mode = "active",
                            timestamp = 1_790_000_000_000 + n,
                            source = new { type = "user", userId = item.UserId },
                            webhookEventId = item.EventId,
                            deliveryContext = new { isRedelivery = false },
                            replyToken = "token" + n,
                            message = new
                            {
                                id = (468789577898262530 + n).ToString(System.Globalization.CultureInfo.InvariantCulture),
                                type = "text",
                                quoteToken = "q",
                                text = item.Text,
                            },
                        }
                ),
            }
        );

    public override byte[] Strange(string account, int count) =>
        Encoding.UTF8.GetBytes(
            $$"""{"destination":"{{account}}","events":[{{string.Join(",", Enumerable.Range(0, count).Select(n => (n % 5) switch
        {
            0 => $$"""{"type":"hologram","timestamp":1790000000000,"source":{"type":"user","userId":"{{Recipient(n)}}"},"webhookEventId":"s{{n}}","hologram":{"depth":[1,[2,[3]]]} }""",
            1 => $$"""{"hologram":true,"webhookEventId":"s{{n}}","source":{"type":"planet"},"type":"message","message":{"type":"smell","id":"9{{n}}"} }""",
            2 => $$"""{"type":{{n}},"timestamp":-1e400,"webhookEventId":{"x":1},"n":{{n}}}""",
            3 => $$"""{"type":"message","timestamp":1790000000000,"source":{"type":"user","userId":"{{Recipient(n)}}"},"webhookEventId":"s{{n}}","message":{"id":"{{n}}","type":"smell","note":"\ud83d"} }""",
            _ => $$"""[{{n}},"\udc00"]""",
        }))}}]}"""
        );
}
