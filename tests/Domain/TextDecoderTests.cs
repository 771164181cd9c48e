using System.Text;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Tests.Domain;

/// <summary>A file of somebody else's is read as what it is, or refused with its line; nothing in it is ever replaced.</summary>
public sealed class TextDecoderTests
{
    private const string Staff =
        "id,name,role,store\r\n11111111-1111-4111-8111-111111111111,王小明,manager,台北信義店\r\n22222222-2222-4222-8222-222222222222,陳瑄恩,salesperson,高雄左營店\r\n";

    private static readonly Encoding Big5 = CodePagesEncodingProvider.Instance.GetEncoding(950)!;

    [Fact]
    public void Five_ways_to_save_one_text_are_one_text()
    {
        foreach (
            var (bytes, encoding) in new (byte[], string)[]
            {
                (Encoding.UTF8.GetBytes(Staff), "UTF-8"),
                ([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Staff)], "UTF-8"),
                ([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Staff)], "UTF-16"),
                ([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Staff)], "UTF-16"),
                (Encoding.Unicode.GetBytes(Staff), "UTF-16"),
                (Encoding.BigEndianUnicode.GetBytes(Staff), "UTF-16"),
                (Big5.GetBytes(Staff), "Big5"),
            }
        )
            Assert.Equal(new DecodedText.Ok(Staff, encoding), TextDecoder.Decode(bytes));
        Assert.Equal(new DecodedText.Ok("", "UTF-8"), TextDecoder.Decode([]));
        Assert.Equal(
            new DecodedText.Ok("😀,店\n👗", "UTF-16"),
            TextDecoder.Decode([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("😀,店\n👗")])
        );
    }

    [Theory]
    [InlineData("shift_jis", "名前,店\nたかし,新宿店\n", 1)]
    [InlineData("gb2312", "编号,姓名\n1,王小明在上海的店里说是中国人\n", 2)]
    [InlineData("iso-8859-1", "id,name\n1,Andr\u00E9e\n", 2)]
    [InlineData("euc-kr", "이름,매장\n김철수,서울강남점\n", 1)]
    [InlineData("euc-jp", "名前,店\nたかし,新宿店\n", 1)]
    public void Another_encoding_is_refused_with_its_line(string encoding, string text, int line)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(encoding)?.GetBytes(text)
            ?? Encoding.GetEncoding(encoding).GetBytes(text);
        var refused = Assert.IsType<DecodedText.Refused>(TextDecoder.Decode(bytes));
        Assert.Equal(TextFault.Encoding, refused.Fault);
        Assert.InRange(refused.Line, 1, line);
    }

    [Fact]
    public void What_is_cut_damaged_or_no_text_is_refused_with_its_line()
    {
        var mark = new byte[] { 0xEF, 0xBB, 0xBF };
        Assert.Equal(new DecodedText.Refused(3, TextFault.Encoding), TextDecoder.Decode([.. mark, .. "a\nb\n"u8, 0xE5, 0x8F]));
        Assert.Equal(
            new DecodedText.Refused(2, TextFault.Encoding),
            TextDecoder.Decode([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a\n"), 0x00, 0xD8, 0x61, 0x00])
        );
        Assert.Equal(
            new DecodedText.Refused(2, TextFault.Encoding),
            TextDecoder.Decode([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a\n"), 0x61])
        );
        Assert.Equal(new DecodedText.Refused(1, TextFault.Encoding), TextDecoder.Decode([0xFF, 0xFE, 0x00, 0xDC, 0x61, 0x00]));
        Assert.Equal(new DecodedText.Refused(1, TextFault.Control), TextDecoder.Decode([.. Encoding.Unicode.GetBytes("a\n"), 0x61]));
        Assert.Equal(new DecodedText.Refused(2, TextFault.Encoding), TextDecoder.Decode([.. "a\n"u8, 0xA5]));
        Assert.Equal(new DecodedText.Refused(2, TextFault.Damaged), TextDecoder.Decode(Encoding.UTF8.GetBytes("id\n\uFFFD\uFFFD店\n")));
        Assert.Equal(new DecodedText.Refused(2, TextFault.Damaged), TextDecoder.Decode(Encoding.UTF8.GetBytes("id\n\uFFFE\n")));
        Assert.Equal(new DecodedText.Refused(2, TextFault.Control), TextDecoder.Decode("id\na\u0007\n"u8));
        Assert.Equal(new DecodedText.Refused(1, TextFault.Control), TextDecoder.Decode("PK\u0003\u0004\0\0\0\u0008"u8));
        // Signs of one's own in code page 950, and half a pair of Big5 before a line end.
        Assert.Equal(new DecodedText.Refused(2, TextFault.Encoding), TextDecoder.Decode([.. "a\n"u8, 0xFA, 0x40]));
        Assert.Equal(new DecodedText.Refused(1, TextFault.Encoding), TextDecoder.Decode([0xA4, 0x40, 0xA4, .. "\nb"u8]));
    }

    [Fact]
    public void Whatever_the_bytes_no_character_is_made_up()
    {
        var random = new Random(63);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(0, 40)];
            random.NextBytes(bytes);
            if (TextDecoder.Decode(bytes) is not DecodedText.Ok { Text: var text, Encoding: var encoding })
                continue;
            Assert.DoesNotContain('\uFFFD', text);
            byte[] again =
                encoding == "UTF-8" ? Encoding.UTF8.GetBytes(text)
                : encoding == "Big5" ? Big5.GetBytes(text)
                : bytes;
            // Read rightly, it can be written again; code page 950 has a few signs twice.
            if (encoding == "UTF-8")
                Assert.Equal(bytes, again);
            else if (encoding == "Big5")
                Assert.Equal(text, Big5.GetString(again));
        }
    }

    [Theory]
    [InlineData("id,name\na,\"x\"\"y, z\nw\"\r\n , ,\n\n,,\nb,c", 2, 7)]
    [InlineData("id;name\na;\"x\"\"y, z\nw\"\r\n ; ;\n\n;;\nb;c\n", 2, 7)]
    [InlineData("id\tname\ra\t\"x\"\"y, z\nw\"\r \t \t\r\r\t\t\rb\tc", 2, 7)]
    public void Rows_of_nothing_but_separators_are_passed_over_and_lines_are_counted(string csv, int first, int last)
    {
        var rows = Assert.IsType<CsvReading.Ok>(CsvText.Read(Encoding.UTF8.GetBytes(csv))).Rows;
        Assert.Equal(["id", "name"], rows[0].Fields);
        Assert.Equal((first, "a", "x\"y, z\nw"), (rows[1].Line, rows[1].Fields[0], rows[1].Fields[1]));
        Assert.Equal((last, "b", "c"), (rows[2].Line, rows[2].Fields[0], rows[2].Fields[1]));
        Assert.Equal(3, rows.Count);
    }

    [Fact]
    public void A_file_may_end_with_a_quoted_field() =>
        Assert.Equal(["a", "b,c"], Assert.Single(Assert.IsType<CsvReading.Ok>(CsvText.Read("a,\"b,c\""u8)).Rows).Fields);

    [Theory]
    [InlineData("a,b\nc,\"d\ne\n", 2)]
    [InlineData("a,b\nc,d\"e\n", 2)]
    [InlineData("a,b\nc,\"d\"e\n", 2)]
    public void A_quotation_mark_that_leads_nowhere_is_refused(string csv, int line) =>
        Assert.Equal(new CsvReading.Refused(line, TextFault.Quote), CsvText.Read(Encoding.UTF8.GetBytes(csv)));

    [Theory]
    [InlineData("=1")]
    [InlineData(" =1")]
    [InlineData("\"=1")]
    [InlineData("“=1")]
    [InlineData("'=1")]
    [InlineData("＝1")]
    [InlineData("\t1")]
    [InlineData("'123456789012")]
    [InlineData("'")]
    public void A_guarded_cell_reads_back_as_it_was(string text) => Assert.Equal(text, SafeCell.Read(SafeCell.Of(text)));

    [Theory]
    [InlineData("12345678901")]
    [InlineData("131047")]
    [InlineData("0")]
    [InlineData("7")]
    [InlineData("王小明")]
    [InlineData("O'Neil")]
    [InlineData("'Tis")]
    [InlineData("")]
    [InlineData("U8e742f61")]
    [InlineData("100 個")]
    public void What_a_spreadsheet_leaves_alone_is_kept(string text)
    {
        Assert.Equal(text, SafeCell.Of(text));
        Assert.Equal(text, SafeCell.Read(text));
    }

    [Theory]
    [InlineData("886912345678")]
    [InlineData("0912345678")]
    [InlineData("1-2")]
    [InlineData("2026/1/2")]
    [InlineData("1E5")]
    [InlineData("12:30")]
    [InlineData("１２３")]
    [InlineData("100%")]
    [InlineData(" 12")]
    [InlineData("12.50")]
    public void What_a_spreadsheet_would_change_is_guarded(string text)
    {
        Assert.Equal($"'{text}", SafeCell.Of(text));
        Assert.Equal(text, SafeCell.Read(SafeCell.Of(text)));
    }

    [Fact]
    public void Whatever_a_spreadsheet_takes_for_the_beginning_of_a_formula_is_guarded_also_behind_what_it_passes_over()
    {
        foreach (var sign in "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20")
        foreach (
            var before in (string[])
                [
                    "",
                    " ",
                    "\u3000",
                    "\"",
                    "'",
                    "\uFF02",
                    "\uFF07",
                    "\u2018",
                    "\u2019",
                    "\u201C",
                    "\u201D",
                    "\uFEFF",
                    "\u200B",
                    "\u0001",
                    " \"'",
                ]
        )
            Assert.Equal($"'{before}{sign}x", SafeCell.Of($"{before}{sign}x"));
        Assert.Equal("a=1", SafeCell.Of("a=1"));
    }
}
