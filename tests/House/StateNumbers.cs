using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.House;

/// <summary>No statement of SQL and no script writes a state as a number, or a change as a word: they take both from the tables.</summary>
public sealed partial class StateNumbers
{
    private static IEnumerable<string> Found(string under, string extension, Regex raw) =>
        from file in Repository.Files
        where file.StartsWith(under, StringComparison.Ordinal) && file.EndsWith(extension, StringComparison.Ordinal)
        from line in Repository.Read(file).Split('\n').Select((text, i) => (Text: text, Number: i + 1))
        where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal) && raw.IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}";

    [Fact]
    public void Statements_take_their_states_from_the_tables() => Assert.Empty(Found("src/Storage/", ".cs", InSql()));

    [Fact]
    public void Scripts_take_their_states_from_the_tables() => Assert.Empty(Found("src/Storage/Redis/Scripts/", ".lua", InLua()));

    [Theory]
    [InlineData("where settled = 0 and state in (2, 3)")]
    [InlineData("r.state in(3, 5)")]
    [InlineData("(state between 0 and 4)")]
    [InlineData("requests.state = 0 and")]
    [InlineData("set state = 4, launch_until = 0")]
    [InlineData("state + 0 = 1")]
    [InlineData("state <> 0")]
    [InlineData("requests.state not in (0, 1)")]
    [InlineData("update notices set told = 1")]
    [InlineData("when {@as} < 5 then {@as}")]
    [InlineData("case when @as >= 10 then")]
    [InlineData("values (0, 1, @sender")]
    [InlineData("select 7, count(*) from deliveries")]
    [InlineData("or {cancelled} then 4")]
    [InlineData("case when launched = 1 then 3 else 2 end")]
    [InlineData("holds.reason <> 3")]
    [InlineData("and rank > 2 group by")]
    [InlineData("(retry_safe = 0 or kind = 1)")]
    [InlineData("or @class <> 0)")]
    public void A_raw_number_in_a_statement_is_seen(string line) => Assert.Matches(InSql(), line);

    [Theory]
    [InlineData("uncertain = case when {doubted} then 1 else 0 end")]
    [InlineData("state = case when uncertain = 1 then {RequestState.Unknown:d} else @state end")]
    [InlineData("coalesce(launch_seen, -1)")]
    [InlineData("select 1 from requests where id = @id")]
    [InlineData("settled = 0 and waits is null")]
    public void A_flag_or_a_name_is_none(string line) => Assert.DoesNotMatch(InSql(), line);

    [Theory]
    [InlineData("if c[MODE] == 1 then")]
    [InlineData("c[MODE], c[ASSIGNEE], c[ACTED] = 0, '', at")]
    [InlineData("if what == 'close' then")]
    [InlineData("c = { 0, '', 0, 0 }")]
    [InlineData("return 3 -- NOTMINE")]
    public void A_raw_state_in_a_script_is_seen(string line) => Assert.Matches(InLua(), line);

    // A comparison or an assignment of a column of states, and a state as a value of its own: 0 and 1 behind "then" and "else" are flags.
    [GeneratedRegex(
        @"\b(state|told|rank|reason|kind|class|as)\b\}?( \+ 0)? *(=|<>|[<>]=?|(not )?in *\(|between) *-?\d"
            + @"|values \(\d|select [2-9]\b|\b(then|else) (?!1\b)[2-9]\b|\) = [2-9]\b"
    )]
    private static partial Regex InSql();

    [GeneratedRegex(
        @"\[MODE\](, c\[\w+\])* *[=~<>]=? *\d|'(take|close|reopen|pass|write|appear)'|c = \{ \d|\breturn [2-9]\b|NOTMINE|MODE\] *- *\d"
    )]
    private static partial Regex InLua();
}
