using CsCheck;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Tests.Domain;

/// <summary>Whatever passes the checks shows something to everybody, and none of our braces, whatever names are known and whatever they
/// are.</summary>
public sealed class PlaceholderTests
{
    private static readonly NameFallbacks Fallbacks = new("顧客", "客服人員", "本店");

    private static readonly Gen<string> Piece = Pick<string>([
        "{{customer_name}}",
        "{{staff_name}}",
        "{{store_name}}",
        "{{customer_name| }}",
        "{{customer_name|\u200B}}",
        "{{ Customer_Name | 朋友 }}",
        "{{staff_name|}}",
        "{{store_name|\u3164}}",
        "{{coupon}}",
        "{",
        "}",
        "{{",
        "}}",
        "{{{",
        "｛｛",
        "｝｝",
        "|",
        "customer_name",
        "staff_name",
        " ",
        "\u200B",
        "\uFE0F",
        "\u3000",
        "\u2800",
        "\n",
        "您好",
        "a",
        "😀",
        "$1",
    ]);

    private static readonly Gen<string?> Name = Pick<string?>([
        null,
        "",
        " ",
        "\u200B",
        "\u3164\u2800",
        "\uFE0F",
        "王小明",
        "{{staff_name}}",
        "}}",
        "{{",
        "{",
        "a\nb",
        "x" + new string('\u200B', 60),
        new string('\u200B', 45) + "y",
        "$1",
        "👩‍👩‍👧",
    ]);

    [Fact]
    public void What_passes_the_checks_is_never_blank_and_never_holds_our_braces() =>
        Gen.Select(Piece.List[1, 6], Name, Name, Name)
            .Sample(
                (pieces, customer, staff, store) =>
                {
                    var content = new Content([new OutboundMessage.Text(string.Concat(pieces))]);
                    if (content.Fault() is not null)
                        return;
                    foreach (var signed in (Content[])[content, content.Sign(staff, store ?? "")])
                    {
                        var words = ((OutboundMessage.Text)signed.Render(customer, Fallbacks, staff, store).Messages[0]).Words;
                        Assert.True(VisibleText.Shows(words), $"{string.Concat(pieces)} → {words}");
                        Assert.DoesNotContain("{{", words, StringComparison.Ordinal);
                        Assert.DoesNotContain("}}", words, StringComparison.Ordinal);
                    }
                },
                iter: 20_000
            );

    [Fact]
    public void The_same_of_each_parameter_of_a_template() =>
        Gen.Select(Piece.List[1, 4], Name, Name)
            .Sample(
                (pieces, customer, staff) =>
                {
                    var fields = new Dictionary<string, string> { ["body1"] = string.Concat(pieces) };
                    if (TemplateFilling.Fill(Greeting, fields, null) is not Filled.Ok { Message: var filled })
                        return;
                    var sent = (OutboundMessage.Template)
                        new Content([filled]).Sign(staff, "信義店").Render(customer, Fallbacks, staff).Messages[0];
                    var value = sent.Parameters.Single().Value!;
                    Assert.True(VisibleText.Shows(value), $"{string.Concat(pieces)} → {value}");
                    Assert.DoesNotContain("{{", value + sent.Body, StringComparison.Ordinal);
                    Assert.DoesNotContain("}}", value + sent.Body, StringComparison.Ordinal);
                    Assert.DoesNotContain('\n', value);
                },
                iter: 20_000
            );

    private static readonly MessageTemplate Greeting = new()
    {
        Scope = "w",
        Name = "t",
        Language = "en",
        Category = "UTILITY",
        Status = MessageTemplate.Approved,
        Body = "Hi {{1}}, bye",
    };

    private static Gen<T> Pick<T>(T[] of) => Gen.Int[0, of.Length - 1].Select(i => of[i]);

    [Theory]
    [InlineData("{{customer_name| }}", null)]
    [InlineData("您好 {{store_name}}", null)]
    [InlineData("no {variable}", null)]
    [InlineData("{{{{staff_name}}}}", ContentFault.Braces)]
    [InlineData("{{{customer_name}}}", ContentFault.Braces)]
    [InlineData("{{ customer name }}", ContentFault.Braces)]
    [InlineData("{{顧客名稱}}", ContentFault.Braces)]
    [InlineData("｛｛customer_name｝｝", ContentFault.Braces)]
    [InlineData("{{customer_name|a fallback that is longer than the forty letters it may have}}", ContentFault.Braces)]
    [InlineData("{{customer_name|{{store_name}}}}", ContentFault.Braces)]
    [InlineData("{{customer_name", ContentFault.Braces)]
    [InlineData("{{coupon}}", ContentFault.Braces)]
    [InlineData("\u200B \u3164", ContentFault.Empty)]
    public void Each_form_is_filled_in_or_refused(string words, ContentFault? fault) =>
        Assert.Equal(fault, new Content([new OutboundMessage.Text(words)]).Fault());

    [Fact]
    public void An_empty_fallback_is_none() =>
        Assert.Equal(
            "顧客",
            ((OutboundMessage.Text)new Content([new OutboundMessage.Text("{{customer_name| }}")]).Render(" ", Fallbacks).Messages[0]).Words
        );
}
