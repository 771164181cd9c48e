using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OmoBroadcast.Adapters;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Pigeon;

public sealed class PigeonSubject : ContractSubject
{
    public override ChannelId Channel => PigeonTraits.Id;

    public override string AccountId => "loft-1";

    public override string OtherAccountId => "loft-2";

    public override string SignatureHeader => PigeonWebhook.Header;

    public override (string Body, (string Name, string Value)[] Headers, string PlatformId) Good => ("{\"letter\":\"p77\"}", [], "p77");

    public override (int Status, string Body, TimeSpan Usual, TimeSpan Most) TooFast =>
        (429, "{}", TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));

    public override IChannel Create(Uri platform, TimeProvider time) =>
        Roster(
            time,
            Settings(0, AccountId, platform, FirstSecret, SecondSecret).Concat(Settings(1, OtherAccountId, platform, OtherSecret))
        )[Channel];

    /// <summary>The channels and accounts of an installation with these settings.</summary>
    internal static Roster Roster(TimeProvider time, IEnumerable<(string Key, string Value)> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.Services.AddSingleton(time);
        builder.AddAdapters();
        PigeonComposition.AddPigeon(builder.Services);
        return builder.Build().Services.GetRequiredService<Roster>();
    }

    public static IEnumerable<(string Key, string Value)> Settings(int number, string id, Uri platform, params string[] secrets) =>
        secrets
            .Select((secret, i) => ($"Omo:Accounts:{number}:Secrets:{i}", secret))
            .Concat([
                ($"Omo:Accounts:{number}:Channel", "pigeon"),
                ($"Omo:Accounts:{number}:Id", id),
                ($"Omo:Accounts:{number}:Name", "Loft"),
                ($"Omo:Accounts:{number}:AccessToken", AccessToken),
                ($"Omo:Accounts:{number}:BaseUrl", platform.ToString()),
                ($"Omo:Accounts:{number}:Ring", "abc"),
                ($"Omo:Accounts:{number}:Handle", "123456"),
            ]);

    public override string Sign(ReadOnlySpan<byte> body, string secret) => PigeonWebhook.Sign(body, Encoding.UTF8.GetBytes(secret));

    public override string Recipient(int number) => $"coo-{number}";

    public override byte[] Messages(string account, IReadOnlyList<(string EventId, string UserId, string Text)> messages) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                loft = account,
                letters = messages.Select(
                    (item, n) =>
                        new
                        {
                            letter = item.EventId,
                            from = item.UserId,
                            at = 1_790_000_000_000 + n,
                            words = item.Text,
                        }
                ),
            }
        );

    public override byte[] Strange(string account, int count) =>
        Encoding.UTF8.GetBytes(
            $$"""{"loft":"{{account}}","letters":[{{string.Join(",", Enumerable.Range(0, count).Select(n => (n % 3) switch
        {
            0 => $$"""{"letter":"s{{n}}","from":"{{Recipient(n)}}","feathers":[1,[2,[{{n}}]]]}""",
            1 => $$"""{"letter":{"x":{{n}}},"at":-1e400,"words":"\ud83d"}""",
            _ => $$"""[{{n}},"\udc00"]""",
        }))}}]}"""
        );
}
