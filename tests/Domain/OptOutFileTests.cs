using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Tests.Domain;

public sealed class OptOutFileTests
{
    private static readonly TimeZoneInfo Taipei = TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei");

    [Fact]
    public void Without_a_header_each_line_is_an_id() =>
        Assert.Equal([new(1, null, null, "U1", null), new OptOutFile.Row(3, null, null, "U2", null)], Read("U1\n\n U2 \n").Rows);

    [Theory]
    [InlineData("channel,account,user id,at\nline,店,U1,2026-01-02 08:00", "2026-01-02T00:00:00Z")]
    [InlineData("Platform;Official Account;Phone Number;Time (UTC)\nline;店;U1;2026-01-02 08:00", "2026-01-02T08:00:00Z")]
    [InlineData("渠道,帳號,顧客 ID,時間（Asia/Tokyo）\nline,店,U1,2026-01-02 08:00", "2026-01-01T23:00:00Z")]
    [InlineData("channel,account,id,at\nline,店,U1,2026-01-02T08:00:00+01:00", "2026-01-02T07:00:00Z")]
    [InlineData("channel,account,id,at\nline,店,U1,2026-01-02T08:00:00Z", "2026-01-02T08:00:00Z")]
    [InlineData("channel,account,id,at\nline,店,U1,", null)]
    public void Its_header_names_the_columns_and_a_time_is_of_the_zone_that_it_or_the_header_names(string file, string? at) =>
        Assert.Equal(
            new(2, "line", "店", "U1", at is null ? null : DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)),
            Assert.Single(Read(file).Rows)
        );

    [Theory]
    [InlineData("", OptOutFault.NoId)]
    [InlineData("U 1", OptOutFault.WrongId)]
    [InlineData("U\U0001F600", OptOutFault.WrongId)]
    [InlineData("8.86912E+11", OptOutFault.CutId)]
    public void What_is_no_id_is_a_fault_with_its_line(string id, OptOutFault fault)
    {
        var read = Read($"id,channel\n{id},line\nE+U1,line\n");
        Assert.Equal(new OptOutFile.Fault(2, fault), Assert.Single(read.Faults));
        Assert.Equal("E+U1", Assert.Single(read.Rows).Id);
    }

    [Fact]
    public void An_id_has_150_letters_at_most_and_a_time_is_one()
    {
        Assert.Single(Read(new string('1', 150)).Rows);
        Assert.Equal(OptOutFault.WrongId, Assert.Single(Read(new string('1', 151)).Faults).Kind);
        Assert.Equal(OptOutFault.WrongTime, Assert.Single(Read("id,at\nU1,31 Smarch").Faults).Kind);
        Assert.Equal("886912345678", Assert.Single(Read("id\n'886912345678").Rows).Id);
        Assert.Empty(Read("").Rows);
    }

    [Fact]
    public void What_cannot_be_read_at_all_is_refused() =>
        Assert.Equal((null, new CsvReading.Refused(2, TextFault.Quote)), OptOutFile.Read("id\n\"U1"u8, Taipei));

    private static OptOutFile Read(string file) => OptOutFile.Read(Encoding.UTF8.GetBytes(file), Taipei).File!;
}
