using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.House;

/// <summary>How the code reads, as far as a machine can tell.</summary>
public sealed partial class CodeStyle
{
    private const int LongestFile = 300;

    private static int Counted(string file) => Repository.Read(file).AsSpan().Count('\n');

    private static IEnumerable<string> Lines(Func<string, bool> of, Func<string, bool> wrong) =>
        from file in Repository.Sources.Where(of)
        from line in Repository.Read(file).Split('\n').Select((text, i) => (Text: text, Number: i + 1))
        where wrong(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}";

    // This very file names what it looks for.
    private static bool NotThis(string file) => !file.EndsWith("/CodeStyle.cs", StringComparison.Ordinal);

    [Fact]
    public void A_file_holds_one_idea() =>
        Assert.Empty(from file in Repository.Sources let lines = Counted(file) where lines > LongestFile select $"{file}: {lines} lines");

    [Fact]
    public void The_host_reads_as_a_table_of_contents() => Assert.InRange(Counted("src/Webhooks/Program.cs"), 1, 15);

    [Fact]
    public void No_name_is_a_drawer_for_everything() =>
        Assert.DoesNotContain(Repository.Sources, file =>
            Drawer().IsMatch(Path.GetFileNameWithoutExtension(file)) || file.Split('/').SkipLast(1).Any(folder => Drawer().IsMatch(folder))
        );

    [Fact]
    public void Namespaces_are_folders() =>
        Assert.Empty(
            from file in Repository.Sources
            where file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal)
            let folders = file.Split('/')
                .SkipLast(1)
                .SkipWhile(folder => folder == "src")
                .Select(folder => folder == "tests" ? "Tests" : folder)
            let wanted = string.Join('.', folders.Prepend("OmoBroadcast"))
            let found = Namespace().Match(Repository.Read(file))
            where found.Success && found.Groups[1].Value != wanted
            select $"{file}: {found.Groups[1].Value}, not {wanted}"
        );

    [Fact]
    public void A_namespace_covers_its_file() => Assert.Empty(Lines(_ => true, line => BlockNamespace().IsMatch(line)));

    /// <summary>Those who look at another process now and then, or keep it busy meanwhile: its clock is nobody's to wind.</summary>
    private static readonly string[] Lookouts =
    [
        "tests/Servers/Until.cs",
        "tests/Servers/Beat.cs",
        "tests/Servers/PostgresServer.Processes.cs",
        "tests/Survival/RedisAway.cs",
        "tests/Survival/DiskFull.cs",
    ];

    [Fact]
    public void A_line_fits_the_window_but_for_a_text_that_cannot_be_cut() =>
        Assert.Empty(Lines(_ => true, line => line.Length > Widest && (IsComment(line) || IsStatement(line) || !Text().IsMatch(line))));

    [Theory]
    [InlineData("\"select user_id, at from suppressions where account = @account\",")]
    [InlineData("$\"update bindings set staff = null, changed_at = {engine.Clock} where account = @account\",")]
    [InlineData("\"insert into customer_notes (account, user_id) values (@account, @user) on conflict do nothing\",")]
    [InlineData("\"copy requests (id, campaign) from stdin (format binary)\",")]
    [InlineData("\"id, state, version, sender, store, locale, audience\";")]
    [InlineData("\"content = coalesce(@content, content), due_at = @due, expires_at = @expires\";")]
    [InlineData("select gen_random_uuid(), 1 + n % 10, 4102444800000, case n % 10 when 0 then 4 else 2 end,")]
    [InlineData("local left, real, reads = tonumber(ARGV[#ARGV]), redis, { HGET = 1 }")]
    [InlineData("if reads then redis.call('HSET', KEYS[1], ARGV[1], '') end")]
    public void A_statement_can_be_cut(string line) => Assert.True(IsStatement(line));

    [Theory]
    [InlineData("\"The list holds {0}, of whom {1} come from elsewhere; select one\"")]
    [InlineData("$$\"\"\" \"body\":\"User Ann changed from {{Old}} to {{New}}\" \"\"\",")]
    [InlineData("private static readonly HashSet<string> Accounts = Named(\"account\", \"account id\", \"帳號\");")]
    public void A_sentence_or_what_a_platform_sends_is_none(string line) => Assert.False(IsStatement(line));

    [Fact]
    public void No_test_sleeps() =>
        Assert.Empty(
            Lines(
                file => file.StartsWith("tests/", StringComparison.Ordinal) && NotThis(file) && !Lookouts.Contains(file),
                line => Sleep().IsMatch(line)
            )
        );

    [Theory]
    [InlineData("Thread.Sleep(5);")]
    [InlineData("T.Sleep(TimeSpan.FromSeconds(1));")]
    [InlineData("using static System.Threading.Thread;")]
    [InlineData("using T = System.Threading.Thread;")]
    [InlineData("await Task.Delay(100);")]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);")]
    [InlineData("await Task.WhenAny(back.Task, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop));")]
    [InlineData("using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1));")]
    [InlineData("using var timer = new Timer(_ => done.Set(), null, 100, -1);")]
    [InlineData("using var timer = new System.Timers.Timer(100);")]
    [InlineData("done.WaitOne(100);")]
    [InlineData("SpinWait.SpinUntil(() => false, 100);")]
    public void A_sleep_on_a_real_clock_is_seen(string line) => Assert.Matches(Sleep(), line);

    [Theory]
    [InlineData("await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);")]
    [InlineData("await Task.Delay(wait, clock, cancellation);")]
    [InlineData("await Task.Delay(wait, front.Clock.Time);")]
    [InlineData("Assert.Equal(Timeout.Infinite, timer);")]
    public void A_wait_that_a_test_can_wind_on_or_end_is_none(string line) => Assert.DoesNotMatch(Sleep(), line);

    [Fact]
    public void What_is_logged_is_generated() =>
        Assert.Empty(Lines(file => file.StartsWith("src/", StringComparison.Ordinal), line => Logged().IsMatch(line)));

    [Theory]
    [InlineData("log.LogWarning(trouble, \"It fails\");")]
    [InlineData("clock.Log.Log(level, \"It fails\");")]
    [InlineData("logger?.LogInformation(")]
    [InlineData("using (log.BeginScope(\"{Account}\", account))")]
    [InlineData("private static readonly Action<ILogger, Exception?> Fails = LoggerMessage.Define(")]
    public void A_message_that_is_not_generated_is_seen(string line) => Assert.Matches(Logged(), line);

    [Theory]
    [InlineData("LogWarning(trouble);")]
    [InlineData("[LoggerMessage(LogLevel.Warning, \"It fails\")]")]
    [InlineData("Math.Log(2)")]
    public void A_generated_message_is_none_of_them(string line) => Assert.DoesNotMatch(Logged(), line);

    [Fact]
    public void Nothing_is_left_for_later() => Assert.Empty(Lines(NotThis, line => Unfinished().IsMatch(line)));

    // A sentence for staff is a text in a resource file. Chinese in code is a word that people type, or a name in a comment.
    [Fact]
    public void No_sentence_for_staff_stands_in_code() =>
        Assert.Empty(
            Lines(
                file => file.StartsWith("src/", StringComparison.Ordinal) && !file.StartsWith("src/Sandbox/", StringComparison.Ordinal),
                line => Chinese().IsMatch(line) && Spoken().IsMatch(line)
            )
        );

    private const int Widest = 140;

    private static bool IsComment(string line) => line.AsSpan().TrimStart().StartsWith("//");

    // A long literal, or JSON as a platform sends it.
    [GeneratedRegex(
        """
            "[^"]{30,}|\{\\?"|["]{3}
            """
    )]
    private static partial Regex Text();

    private static bool IsStatement(string line) => Statement().IsMatch(line);

    // Of SQL or Lua, or a part of one: columns, or what is set.
    [GeneratedRegex(
        """
            ^\s*(\$*"+)?(with|select|insert into|update|delete from|copy|alter|create|local|if|for) [\w.@*({'"]|@\w+, \w+ = |^\s*"+(\w+, ){3,}|redis\.call\(
            """
    )]
    private static partial Regex Statement();

    [GeneratedRegex("(Manager|Helpers?|Common|Utils?|Misc)$")]
    private static partial Regex Drawer();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^namespace [\w.]+\s*\{?\s*$")]
    private static partial Regex BlockNamespace();

    // A delay on a clock that is handed in is a wait that a test can wind on; one without end is ended by whoever waits.
    [GeneratedRegex(
        @"\bSleep\(|(static|=) System\.Threading\.Thread\b|Task\.Delay\((?!Timeout\.Infinite)(?!.*, ([\w.]*\.)?([Cc]lock|[Tt]ime)[,)])|new PeriodicTimer\(|\bnew (System\.(Threading|Timers)\.)?Timer\(|WaitOne\(\w|SpinUntil\(.*,"
    )]
    private static partial Regex Sleep();

    [GeneratedRegex(@"(?<!\bMath)\.(Log(Trace|Debug|Information|Warning|Error|Critical)?|BeginScope)\(|\bLoggerMessage\.Define")]
    private static partial Regex Logged();

    [GeneratedRegex("TODO|FIXME|HACK|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex("\"[^\"]*[\u4e00-\u9fff][^\"]*\"")]
    private static partial Regex Chinese();

    [GeneratedRegex("\"[^\"]*[。，！？：][^\"]*\"")]
    private static partial Regex Spoken();
}
