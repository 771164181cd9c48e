using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;
using OmoBroadcast.Adapters;
using OmoBroadcast.Adapters.Line;
using OmoBroadcast.Adapters.WhatsApp;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Settings as people paste them: what came along is taken off or refused by its key, and no refusal tells a secret.</summary>
public sealed partial class PastedSettingsTests
{
    private const string Hard = "S;e'c\"r$e,t #1@:/?%&=";

    [Theory]
    [InlineData("{0} ")]
    [InlineData("\uFEFF{0}\r\n")]
    [InlineData("\"{0}\"")]
    [InlineData(" '{0}'\n")]
    [InlineData("\u200B{0}\u200B")]
    [InlineData("“{0}”\u00A0")]
    public async Task What_came_along_with_a_secret_makes_no_signature_wrong(string pasted)
    {
        await using var webhooks = await WebhookFace.OpenAsync(
            more:
            [
                ("Omo:Accounts:0:Secrets:0", pasted.Replace("{0}", TestAccounts.LineSecret, StringComparison.Ordinal)),
                ("Omo:Accounts:0:Id", pasted.Replace("{0}", TestAccounts.LineId, StringComparison.Ordinal)),
                ("Omo:Accounts:0:AccessToken", pasted.Replace("{0}", TestAccounts.LineToken, StringComparison.Ordinal)),
            ]
        );
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("e", LineJson.User(1), "x")));
        Assert.Equal(["x"], await webhooks.WordsAsync(1));
    }

    [Fact]
    public async Task What_hides_inside_is_refused_by_its_key()
    {
        foreach (
            var key in (string[])
                ["Omo:Accounts:0:Secrets:0", "Omo:Accounts:0:AccessToken", "Omo:Redis", "Omo:PublicUrl", "Omo:Teams:ClientSecret"]
        )
        {
            var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => WebhookFace.OpenAsync(more: [(key, "hid\u200Bden")]));
            Assert.Equal($"{key} holds a line end or a character that nobody sees", Assert.Single(wrong.Failures));
        }
    }

    [Fact]
    public async Task A_password_of_any_signs_reaches_Redis_by_its_address()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.CommandAsync("CONFIG", "SET", "requirepass", Hard);
        await using var webhooks = await WebhookFace.OpenAsync(
            redis: redis,
            more: [("Omo:Redis", $"redis://:{Uri.EscapeDataString(Hard)}@127.0.0.1:{redis.Port}/0")]
        );
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("e", LineJson.User(1), "x")));
        Assert.Equal(["x"], await webhooks.WordsAsync(1));
        Assert.DoesNotContain(Hard, webhooks.Logs, StringComparison.Ordinal);
    }

    /// <summary>Each is wrong in its way, or leads nowhere.</summary>
    [Theory]
    [InlineData("Omo:Database", "Host=127.0.0.1;Port=1;Password=x;canary=1")]
    [InlineData("Omo:Database", "Host=127.0.0.1;Port=canary;Password=canary")]
    [InlineData("Omo:Database", "postgresql://u2:canary%40ss@127.0.0.1:1/db1")]
    [InlineData("Omo:Database", "postgres://u2:canary@127.0.0.1:1/db1?sslmode=canary")]
    [InlineData("Omo:Database", "postgres://u2:canary%ZZ@127.0.0.1:1/db1?Pooling=canary")]
    [InlineData("Omo:Database", "Data Source=canary")]
    [InlineData("Omo:Redis", "redis://:canary,x=canary@127.0.0.1:1")]
    [InlineData("Omo:Redis", "rediss://canary:canary=1@127.0.0.1:1/0?x=canary")]
    [InlineData("Omo:Redis", "127.0.0.1:1,password=canary,canary=1")]
    [InlineData("Omo:Redis", "127.0.0.1:1,password=x,ssl=canary")]
    [InlineData("Omo:Media:S3:Endpoint", "http://canary:canary@127.0.0.1:1")]
    [InlineData("Omo:Media:S3:Endpoint", "127.0.0.1:canary")]
    [InlineData("Omo:Accounts:0:AccessToken", "canary\u00E9")]
    [InlineData("Omo:Accounts:0:AccessToken", "canary canary")]
    [InlineData("Omo:Accounts:0:Secrets:0", "canary\u200Bcanary")]
    [InlineData("Omo:Accounts:0:AccessTokenFile", "canary")]
    [InlineData("Omo:Accounts:0:SecretsFile", "canary")]
    [InlineData("Omo:DatabaseFile", "Host=db;Password=canary")]
    [InlineData("Omo:RedisFile", "redis://:canary@h")]
    [InlineData("Omo:Media:S3:SecretKeyFile", "canary")]
    [InlineData("Omo:Teams:ClientSecretFile", "canary")]
    public async Task Whatever_is_wrong_with_what_holds_a_secret_no_word_of_it_is_told(string key, string value)
    {
        (string, string)[] more =
        [
            ("Omo:Media:S3:Bucket", key.StartsWith("Omo:Media", StringComparison.Ordinal) ? "b" : ""),
            ("Omo:Media:S3:AccessKey", "a"),
            ("Omo:Media:S3:SecretKey", "s"),
            (key, value),
        ];
        var told = await ToldAsync([.. more.DistinctBy(pair => pair.Item1)], key.Split(':')[1].ToLowerInvariant());
        Assert.DoesNotContain(
            "canary",
            told.Replace(TestAccounts.LineSecret, "", StringComparison.Ordinal)
                .Replace(TestAccounts.LineToken, "", StringComparison.Ordinal),
            StringComparison.OrdinalIgnoreCase
        );
    }

    /// <summary>What is logged until health says what is wrong with this engine, or what the operator is told who can mend it.</summary>
    private static async Task<string> ToldAsync((string, string)[] settings, string engine)
    {
        try
        {
            await using var webhooks = await WebhookFace.OpenAsync(more: settings);
            await Until.SeenAsync(
                "the reason",
                TimeSpan.FromSeconds(20),
                () => HealthReport.AskAsync(webhooks.Http),
                report => report.ReasonOf(engine) is "refused" or "tls",
                () => webhooks.Logs
            );
            return webhooks.Logs;
        }
        catch (Exception refused) when (refused is not TimeoutException)
        {
            // Anything else would be printed whole.
            var lines = OmoBroadcast.Webhooks.Commands.ServiceRunner.Explain(refused);
            Assert.True(lines is not null, $"a bug: {refused}");
            return string.Join('\n', lines);
        }
    }

    [Theory]
    [InlineData("Omo__Database", "Host=db;Password=Sec;ret#1")]
    [InlineData("Omo__Redis", "redis://:Sec@h:ret")]
    [InlineData("Omo__Accounts__0__Handle", "0912 345 678")]
    public async Task The_service_says_so_in_a_line_and_ends(string key, string value)
    {
        using var folder = new TempFolder();
        var settings = new Dictionary<string, string>
        {
            ["Omo__DataDir"] = folder.Path,
            ["Omo__Accounts__0__Channel"] = "whatsapp",
            ["Omo__Accounts__0__Id"] = "1",
            ["Omo__Accounts__0__Secrets__0"] = "x",
            ["Omo__Accounts__0__AccessToken"] = "x",
            ["Omo__Accounts__0__VerifyToken"] = "x",
            ["Omo__Accounts__0__Waba"] = "1",
            [key] = value,
        };
        await using var service = ServiceProcess.Launch("service", Installation.NewAddress(), settings);
        await service.WaitForExitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, service.ExitCode);
        var said = Assert.Single(service.Output.Split('\n').Skip(1), line => line.Length > 0);
        Assert.StartsWith(key.Replace("__", ":", StringComparison.Ordinal), said, StringComparison.Ordinal);
        Assert.DoesNotContain("Sec", said.Replace("percent-encoded", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("line", "shop", "https://line.me/R/oaMessage/%40shop/?hi%20there")]
    [InlineData("line", " ＠Shop.tw ", "https://line.me/R/oaMessage/%40shop.tw/?hi%20there")]
    [InlineData("line", "https://line.me/R/ti/p/%40123abcde", "https://line.me/R/oaMessage/%40123abcde/?hi%20there")]
    [InlineData("whatsapp", "+886 2 1234-5678", "https://wa.me/886212345678?text=hi%20there")]
    [InlineData("whatsapp", "00886 (0)2 1234 5678", "https://wa.me/886212345678?text=hi%20there")]
    [InlineData("whatsapp", "８８６－２１２３４５６７８", null)]
    [InlineData("whatsapp", "0912-345-678", null)]
    [InlineData("whatsapp", "shop", null)]
    [InlineData("line", "our shop", null)]
    [InlineData("line", "https://lin.ee/abcd", null)]
    public void A_handle_becomes_a_right_link_or_is_refused(string channel, string handle, string? link)
    {
        var options = new AccountOptions
        {
            Path = "Omo:Accounts:0",
            Channel = channel,
            Id = "1",
            AccessToken = "x",
            Handle = handle,
            Secrets = { "x" },
            Own = { ["VerifyToken"] = "x", ["Waba"] = "1" },
        };
        var result = new AccountsValidation([LineTraits.Value, WhatsAppTraits.Value]).Validate(
            null,
            new AccountsOptions { Accounts = { options } }
        );
        if (link is null)
            Assert.StartsWith("Omo:Accounts:0:Handle is no ", Assert.Single(result.Failures!), StringComparison.Ordinal);
        else
            Assert.Equal(link, options.ToAccount().Link("hi there")!.AbsoluteUri);
        Assert.Equal(link is not null, result.Succeeded);
    }

    [Fact]
    public void Secrets_come_from_files_of_any_encoding()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "secrets");
        File.WriteAllBytes(file, [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("\"one\"\r\n\r\n two \r\n")]);
        var options = new AccountsOptions();
        new AccountsBinding(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["Omo:Accounts:0:SecretsFile"] = file })
                .Build(),
            []
        ).Configure(options);
        Assert.Equal(["one", "two"], options.Accounts.Single().Secrets);
        File.WriteAllBytes(file, [0xC3, 0x28, 0xA5]);
        Assert.NotNull(PastedValue.FromFile(file).Fault);
    }

    [Fact]
    public void Compose_pastes_no_secret_into_another_text()
    {
        var compose = OmoBroadcast.Tests.House.Repository.Read("docker-compose.yml");
        Assert.Contains("PGPASSWORD: ${POSTGRES_PASSWORD", compose, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?m)^(?!\s*#).*(;|,|=|/)[^\n]*\$\{[A-Z_]*(PASSWORD|SECRET|TOKEN)", compose);
    }
}
