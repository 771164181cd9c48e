using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Sql;

namespace OmoBroadcast.Tests.Webhooks;

public sealed partial class PastedSettingsTests
{
    [Fact]
    public async Task PostgreSQL_is_reached_by_its_address()
    {
        await using var server = await PostgresServer.StartAsync();
        var plain = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync());
        await using var webhooks = await WebhookFace.OpenAsync(
            $"postgres://{plain.Username}:{Uri.EscapeDataString(Hard)}@{plain.Host}:{plain.Port}/{plain.Database}?sslmode=disable"
        );
        Assert.Equal(DatabaseKind.Postgres, webhooks.Get<Database>().Kind);
        await Until.TrueAsync(() => webhooks.Get<Database>().IsAwakeAsync(default));
    }

    [Theory]
    [InlineData("postgres://omo:p%40s%3Bs%23@127.0.0.1:{0}/{1}")]
    [InlineData("postgresql://omo:p;s#@127.0.0.1:{0}/{1}?sslmode=disable")]
    [InlineData("\"postgres://omo:p%40ss@127.0.0.1:{0}/{1}\"")]
    [InlineData("Host=127.0.0.1;Port={0};Username=omo;Database={1};Password=\"p;s#'\"")]
    [InlineData("'Host=127.0.0.1;Port={0};Username=omo;Database={1};Password=p#s'")]
    public async Task Every_form_of_the_database_s_address_makes_a_service_that_is_ready_and_from_a_file_too(string form)
    {
        var plain = new NpgsqlConnectionStringBuilder(await MigratedDatabase.OnPostgresAsync());
        var address = form.Replace("{0}", $"{plain.Port}", StringComparison.Ordinal)
            .Replace("{1}", plain.Database, StringComparison.Ordinal);
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "database");
        await File.WriteAllTextAsync(file, address + "\n");
        (string, string)[][] ways =
        [
            [("Omo:Database", address)],
            [("Omo:DatabaseFile", file)],
        ];
        foreach (var way in ways)
        {
            await using var webhooks = await WebhookFace.OpenAsync(more: way);
            await Until.SeenAsync(
                "/health/ready to answer 200",
                TimeSpan.FromSeconds(20),
                () => HealthReport.AskAsync(webhooks.Http),
                report => report.Status == 200,
                () => webhooks.Logs
            );
            Assert.Equal(DatabaseKind.Postgres, webhooks.Get<Database>().Kind);
        }
    }

    [Fact]
    public void Addresses_are_read_as_those_who_hand_them_out_mean_them()
    {
        var read = new NpgsqlConnectionStringBuilder(
            PostgresAddress.Read(
                $"postgresql://om%40o:{Uri.EscapeDataString(Hard)}@db.example:6432/o%20mo?sslmode=verify-full&application_name=shop&connect_timeout=7"
            )
        );
        Assert.Equal(("om@o", Hard, "db.example", 6432, "o mo"), (read.Username, read.Password, read.Host, read.Port, read.Database));
        Assert.Equal((SslMode.VerifyFull, "shop", 7), (read.SslMode, read.ApplicationName, read.Timeout));
        read = new(PostgresAddress.Read("postgres://omo:raw@p#1;x@[::1]/omo"));
        Assert.Equal(("omo", "raw@p#1;x", "::1", 5432, "omo"), (read.Username, read.Password, read.Host, read.Port, read.Database));
        Assert.Equal("a:5432,b:5433", new NpgsqlConnectionStringBuilder(PostgresAddress.Read("postgres://u:p@a:5432,b:5433/d")).Host);
        const string quoted = "Host=db;Password=\"S;e'c\"";
        Assert.Equal("S;e'c", new NpgsqlConnectionStringBuilder(PostgresAddress.Read(quoted)).Password);

        var redis = RedisAddress.Read($"rediss://de%40fault:{Uri.EscapeDataString(Hard)}@cache.example:6380/3?x=y");
        Assert.Equal((true, "de@fault", Hard, 3), (redis.Ssl, redis.User, redis.Password, redis.DefaultDatabase));
        Assert.Equal("Unspecified/cache.example:6380", redis.EndPoints.Single().ToString());
        Assert.Equal(
            ("secret", null, false),
            (
                RedisAddress.Read("redis://:secret@h").Password,
                RedisAddress.Read("redis://:secret@h").User,
                RedisAddress.Read("redis://h").Ssl
            )
        );
        Assert.Equal("a", RedisAddress.Read("redis:6379,password=a").Password);
    }

    [Theory]
    [InlineData("Host=db;Password=Sec;ret#1")]
    [InlineData("Host=db;Password=Sec;ret=1")]
    [InlineData("postgres://omo:Secret1")]
    [InlineData("postgres://omo:Secret1@/omo")]
    [InlineData("postgres://omo:Secret1@db:port/omo")]
    [InlineData("postgres://omo:Secret1@db/omo?nonsense=1")]
    [InlineData("mysql://omo:Secret1@db/omo")]
    [InlineData("Username=omo;Password=Secret1")]
    [InlineData("Secret1")]
    public void A_database_that_cannot_be_read_is_refused_and_tells_no_secret(string text)
    {
        var wrong = Assert.Throws<InvalidOperationException>(() => PostgresAddress.Read(text));
        Assert.StartsWith("Omo:Database ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)sec|ret#?1", wrong.Message);
        Assert.Null(wrong.InnerException);
        Assert.Single(OmoBroadcast.Webhooks.Commands.ServiceRunner.Explain(wrong)!);
    }

    [Theory]
    [InlineData("redis:6379,password=Sec,ret#1")]
    [InlineData("redis:6379,password=Sec,ret=1")]
    [InlineData("redis://:Secret1@")]
    [InlineData("redis://:Secret1@h:port")]
    [InlineData("redis://:Secret1@h/first")]
    [InlineData("http://:Secret1@h")]
    public void A_Redis_that_cannot_be_read_is_refused_and_tells_no_secret(string text)
    {
        var wrong = Assert.Throws<InvalidOperationException>(() => RedisAddress.Read(text));
        Assert.StartsWith("Omo:Redis ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)sec|ret#?1", wrong.Message);
        Assert.Null(wrong.InnerException);
    }
}
