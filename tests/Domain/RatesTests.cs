using System.Text;
using CsCheck;
using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Tests.Domain;

public sealed class RatesTests
{
    private static readonly DateTimeOffset November = new(2026, 11, 3, 0, 0, 0, TimeSpan.Zero);

    private static readonly Rates Known = Read(
        """
        market,codes,category,from,amount,currency
        Rest of Asia Pacific,886 +84,service,2026-10-01,0.5,TWD
        Rest of Asia Pacific,886,service,2026-12-01,0.75,TWD
        Hong Kong,852,service,2026-10-01,2,TWD
        North America,1,marketing,2026-10-01,1,TWD
        Bahamas,1242,marketing,2026-10-01,4,TWD
        Other,*,service,2026-10-01,9,TWD
        """
    );

    [Theory]
    [InlineData("886912345678", "service", "2026-10-01", "0.5")]
    [InlineData("886912345678", "service", "2026-11-30", "0.5")]
    [InlineData("886912345678", "service", "2026-12-01", "0.75")]
    [InlineData("886912345678", "service", "2026-09-30", null)]
    [InlineData("84912345678", "service", "2026-12-01", "0.5")]
    [InlineData("4412345678", "service", "2026-12-01", "9")]
    [InlineData("12425550000", "marketing", "2026-12-01", "4")]
    [InlineData("12125550000", "marketing", "2026-12-01", "1")]
    [InlineData("886912345678", "marketing", "2026-12-01", null)]
    [InlineData("TW.13491208655302741918", "service", "2026-12-01", null)]
    public void The_longest_calling_code_and_the_latest_day_decide(string user, string category, string day, string? amount) =>
        Assert.Equal(
            amount is null ? null : decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture),
            Known.Find(
                Rates.CodeOf(user),
                category,
                DateTimeOffset.Parse(day + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture)
            )
        );

    [Theory]
    [InlineData("market,codes,category,from,amount\na,886,service,2026-10-01,1", "line 1: there has to be one column 'currency'")]
    [InlineData("market,codes,category,from,amount,currency", "line 2: there is no rate")]
    [InlineData("market,codes,category,from,amount,currency\n,886,service,2026-10-01,1,TWD", "line 2: the market has no name")]
    [InlineData("market,codes,category,from,amount,currency\na,8x6,service,2026-10-01,1,TWD", "line 2: '8x6' are no calling codes")]
    [InlineData(
        "market,codes,category,from,amount,currency\na,886,free,2026-10-01,1,TWD",
        "line 2: 'free' is no category; there are service, utility, marketing, authentication"
    )]
    [InlineData(
        "market,codes,category,from,amount,currency\na,886,service,1/10/2026,1,TWD",
        "line 2: '1/10/2026' is no date such as 2026-10-01"
    )]
    [InlineData("market,codes,category,from,amount,currency\na,886,service,2026-10-01,-1,TWD", "line 2: '-1' is no amount such as 0.0315")]
    [InlineData("market,codes,category,from,amount,currency\na,886,service,2026-10-01,1,NT$", "line 2: 'NT$' is no currency such as TWD")]
    [InlineData(
        "market,codes,category,from,amount,currency\na,886,service,2026-10-01,1,TWD\nb,852,service,2026-10-01,1,USD",
        "line 3: USD, where TWD stands above: a file has one currency"
    )]
    [InlineData(
        "market,codes,category,from,amount,currency\na,886,service,2026-10-01,1,TWD\nb,886,service,2026-10-01,2,TWD",
        "line 3: 886 service from 2026-10-01 stands above already"
    )]
    public void What_is_wrong_is_said_with_its_line(string file, string reason) =>
        Assert.Equal([reason], Assert.IsType<RatesReading.Refused>(Rates.Read(Encoding.UTF8.GetBytes(file))).Wrong);

    [Fact]
    public void Of_what_is_beyond_the_free_ones_nobody_knows_which_are_charged_and_the_range_says_so()
    {
        var charges = Of(new() { ["8869"] = 60, ["8529"] = 40 }, each: 1, left: 70);
        Assert.Equal((30, 15m, 60m), (charges.Charged, charges.Low, charges.High));
        Assert.False(charges.Open);
    }

    [Fact]
    public void Each_message_counts_and_free_ones_are_used_up_once()
    {
        Assert.Equal((120, 60m, 60m), Numbers(Of(new() { ["8869"] = 60 }, each: 2, left: 0)));
        Assert.Equal((0, 0m, 0m), Numbers(Of(new() { ["8869"] = 60 }, each: 2, left: 120)));
        Assert.Equal((60, 30m, 30m), Numbers(Of(new() { ["8869"] = 60 }, each: 1, left: null)));
    }

    [Fact]
    public void An_id_that_is_no_number_costs_between_the_cheapest_and_the_dearest()
    {
        var charges = Of(new() { [""] = 10 }, each: 1, left: 0);
        Assert.Equal((10, 5m, 90m, 10), (charges.Charged, charges.Low, charges.High, charges.UnknownMarket));
    }

    [Fact]
    public void Without_rates_it_is_said_how_many_are_charged_and_that_no_price_is_known()
    {
        var charges = Charges.Of(new(Rates.None, Rates.Service, November), new Dictionary<string, long> { ["8869"] = 5 }, 1, 2);
        Assert.Equal((3, 0m, 0m, true), (charges.Charged, charges.Low, charges.High, charges.Open));
    }

    [Fact]
    public void Where_nothing_is_charged_no_price_is_missing() =>
        Assert.False(Charges.Of(new(Rates.None, Rates.Service, November), new Dictionary<string, long> { ["8869"] = 5 }, 1, 5).Open);

    [Fact]
    public void At_the_least_those_without_a_rate_are_the_ones_that_are_charged()
    {
        Charges Marketing(long free) =>
            Charges.Of(new(Known, "marketing", November), new Dictionary<string, long> { ["8869"] = 60, ["1212"] = 40 }, 1, free);
        Assert.Equal((30, 0m, 30m, true), (Marketing(70).Charged, Marketing(70).Low, Marketing(70).High, Marketing(70).Open));
        Assert.Equal((90, 30m, 40m), Numbers(Marketing(10)));
    }

    [Theory]
    [InlineData("1242", "1242")]
    [InlineData("124", "")]
    [InlineData("12a4567", "")]
    public void A_number_tells_its_market_by_its_first_four_digits(string user, string code) => Assert.Equal(code, Rates.CodeOf(user));

    [Fact]
    public void A_file_is_read_whatever_the_order_of_its_columns_and_a_calling_code_has_four_digits_at_most()
    {
        var known = Read(
            "currency,from,amount,category,codes,market\ntwd,2026-10-01,4,MARKETING,1242,Bahamas\ntwd,2026-10-01,1,marketing,+1,North America\ntwd,2026-11-01,2,marketing,1,North America\n"
        );
        Assert.Equal(
            ("TWD", 4m, 2m),
            (known.Currency, known.Find("1242", "marketing", November), known.Find("1212", "marketing", November))
        );
        Assert.Equal(((decimal, decimal)?)(2m, 4m), known.Between("marketing", November));
        Assert.Null(known.Between("utility", November));
        Assert.Null(Rates.None.Currency);
        Assert.IsType<RatesReading.Refused>(Rates.Read("market,codes,category,from,amount,currency\na,12345,service,2026-10-01,1,TWD"u8));
        Assert.IsType<RatesReading.Refused>(
            Rates.Read("market,codes,codes,category,from,amount,currency\na,1,1,service,2026-10-01,1,TWD"u8)
        );
    }

    [Fact]
    public void The_range_holds_whatever_is_charged() =>
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[0, 200])
            .Sample(
                (taiwan, hongKong, nameless, free) =>
                {
                    var charges = Of(
                        new()
                        {
                            ["8869"] = taiwan,
                            ["8529"] = hongKong,
                            [""] = nameless,
                        },
                        each: 1,
                        left: free
                    );
                    Assert.Equal(Math.Max(0, taiwan + hongKong + nameless - free), charges.Charged);
                    Assert.InRange(charges.Low, 0m, charges.High);
                    Assert.InRange(charges.High, charges.Charged * 0.5m, charges.Charged * 9m);
                }
            );

    private static (long, decimal, decimal) Numbers(Charges charges) => (charges.Charged, charges.Low, charges.High);

    private static Charges Of(Dictionary<string, long> recipients, long each, long? left) =>
        Charges.Of(new(Known, Rates.Service, November), recipients, each, freeLeft: left);

    private static Rates Read(string file) => Assert.IsType<RatesReading.Ok>(Rates.Read(Encoding.UTF8.GetBytes(file))).Rates;
}
