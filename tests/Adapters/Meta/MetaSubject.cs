using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OmoBroadcast.Adapters;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Meta;

/// <summary>What Meta's three channels have in common.</summary>
public abstract class MetaSubject : ContractSubject
{
    public const string AppId = "480021334455";
    public const long At = 1_790_000_000_000;

    public override string SignatureHeader => "X-Hub-Signature-256";

    public override string? VerifyToken => "the-word-we-agreed-on";

    public override (int Status, string Body, TimeSpan Usual, TimeSpan Most) TooFast =>
        (
            400,
            """{"error":{"message":"(#4) Application request limit reached","type":"OAuthException","code":4,"fbtrace_id":"A1"}}""",
            TimeSpan.FromSeconds(60),
            TimeSpan.FromHours(1)
        );

    /// <summary>How calls name <see cref="ContractSubject.AccountId"/>.</summary>
    public virtual string Node => AccountId;

    public override IChannel Create(Uri platform, TimeProvider time) => Services(platform, time).GetRequiredService<Roster>()[Channel];

    /// <param name="more">Settings of the first account, such as <c>AppSecretProof</c>.</param>
    public IServiceProvider Services(Uri? platform, TimeProvider time, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>();
        Add(0, AccountId, AccessToken, FirstSecret, SecondSecret);
        Add(1, OtherAccountId, "other-token", OtherSecret);
        settings["Omo:Accounts:0:AppId"] = AppId;
        foreach (var (key, value) in more)
            settings[$"Omo:Accounts:0:{key}"] = value;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(time);
        builder.AddAdapters();
        return builder.Build().Services;

        void Add(int number, string id, string token, params string[] secrets)
        {
            var at = $"Omo:Accounts:{number}:";
            settings[at + "Channel"] = Channel.Value;
            settings[at + "Id"] = id;
            settings[at + "AccessToken"] = token;
            settings[at + "VerifyToken"] = number == 0 ? "another word" : VerifyToken;
            settings[at + "BaseUrl"] = platform?.ToString();
            if (Channel == ChannelId.WhatsApp)
                settings[at + "Waba"] = Waba(number);
            for (var i = 0; i < secrets.Length; i++)
                settings[$"{at}Secrets:{i}"] = secrets[i];
        }
    }

    public static string Waba(int number) => $"10200000000{number}";

    public override string Sign(ReadOnlySpan<byte> body, string secret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>An item of a kind nobody has heard of.</summary>
    protected abstract string Strange(int number);

    /// <summary>A body of one account's items.</summary>
    public abstract string Envelope(string account, IEnumerable<string> items);

    public override byte[] Strange(string account, int count) =>
        Encoding.UTF8.GetBytes(Envelope(account, Enumerable.Range(0, count).Select(Strange)));
}
