using System.Security.Cryptography;
using Avatars.Pictures;

namespace Avatars.Tests.Pictures;

/// <summary>19x13 pixels of a photograph in the kinds that JPEG has, made with libjpeg-turbo 2.1.5's cjpeg, against what its djpeg makes of them.</summary>
public sealed class JpegDecoderTests
{
    static readonly Dictionary<string, (string Sha256, string Jpeg)> Cases = new()
    {
        ["Baseline420"] = ("93bbccbdc1fb927bec8fae0b28fa4afac817eded32379995ead36cdb948a4246",
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODh"
            + "MREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAANABMDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAA"
            + "AAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRk"
            + "dISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3"
            + "+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNO"
            + "El8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU"
            + "1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDjLhowAQOe+KiSQlgPToOwrpfF2l29vMZ4ht3HlQOO3+Nc1Go2BvUniuZrlN07l0SlFCoBtAHWipPLXA"
            + "z6UVBVj//Z"),
        ["Progressive420"] = ("93bbccbdc1fb927bec8fae0b28fa4afac817eded32379995ead36cdb948a4246",
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODh"
            + "MREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAANABMDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAA"
            + "AAAAAAIFA//EABYBAQEBAAAAAAAAAAAAAAAAAAECA//aAAwDAQACEAMQAAABirSm5XsMD//EABkQAAMBAQEAAAAAAAAAAAAAAAACEQEDBP/aAAgBAQABBQJoUp6+SruEP/"
            + "/EABQRAQAAAAAAAAAAAAAAAAAAABD/2gAIAQMBAT8BP//EABURAQEAAAAAAAAAAAAAAAAAABAx/9oACAECAQE/AYf/xAAWEAEBAQAAAAAAAAAAAAAAAAAQARH/2gAIAQEA"
            + "Bj8Cdj//xAAZEAADAQEBAAAAAAAAAAAAAAAAAREhMUH/2gAIAQEAAT8hYLRhRcORr4JlIP/aAAwDAQACAAMAAAAQr9//xAAWEQADAAAAAAAAAAAAAAAAAAAAARH/2gAIAQ"
            + "MBAT8QTpD/xAAVEQEBAAAAAAAAAAAAAAAAAAABEP/aAAgBAgEBPxBI/8QAGxABAAIDAQEAAAAAAAAAAAAAAQAhEUFRMdH/2gAIAQEAAT8QACF7xGQc8NEGQmAexAdlgrX2"
            + "Bj0tSgzyf//Z"),
        ["Restart422"] = ("c0f4251d033075892ad647d2d8b27f3573cc1fa7926345be6a567e654f31ee5f",
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODh"
            + "MREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAANABMDASEAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAA"
            + "AAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRk"
            + "dISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3"
            + "+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNO"
            + "El8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU"
            + "1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/90ABAAB/9oADAMBAAIRAxEAPwDjLhowAQOe+KiSQlgPToOwrkS0Og//0OUEpRQqAbQB1orkOg//0czxdpdvbzGeIbdx5UDjt/"
            + "jXNRqNgb1J4rnnobxP/9LmPLXAz6UVxnSf/9k="),
        ["Rgb"] = ("585681e504fc3ba8972ff7b154ec6cb6fa08bc785b7d5a04e820c1b7f590cf42",
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3OFBtUVdfYmdoZz5NcXlwZHhcZWdj/8AAEQgADQATA1"
            + "IRAEcRAEIRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNi"
            + "coIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIyc"
            + "rS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAAwDUgBHAEIAAD8AwJnjwCBz3xXKTlMZA574rhJQoPTnvUSuSQPTt6VEkhJx6dB6U3cePbp7VbEhUBVHAHerglKg"
            + "BRwBVkSlVAUDAFaHiTT4YZTNGNu48qBx2rT8TadDBIZoxt3HlQOO1bnirS4IJTPENpY/dA47VixKNgPqawEGFB9TXM/wir2wYFXtgwKtiMYFf//Z"),
        ["Rows440"] = ("56a1c5a4eb9da6ed81b0b986ce35ecf501afde70e9a6641b1903b89fa447ec76",
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODh"
            + "MREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAANABMDARIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAA"
            + "AAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRk"
            + "dISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3"
            + "+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNO"
            + "El8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU"
            + "1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDjLhowAQOe+K6DxdpdvbzGeIbdx5UDjt/jXO4WNlI5pJCWA9Og7CiNRsDepPFS7FWuXRKUUKgG0Adak8"
            + "tcDPpUjsf/2Q=="),
    };

    [TestCase("Baseline420"), TestCase("Progressive420"), TestCase("Restart422"), TestCase("Rows440"), TestCase("Rgb")]
    public void Pixels_are_libjpegs(string kind)
    {
        var picture = PictureFile.DecodeRgb(Convert.FromBase64String(Cases[kind].Jpeg), kind);
        Assert.That((picture.Width, picture.Height), Is.EqualTo((19, 13)));
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(picture.Bytes)), Is.EqualTo(Cases[kind].Sha256));
    }

    [Test]
    public void Damaged_data_gives_a_picture_or_one_sentence()
    {
        var random = new Random(5);
        foreach (var (kind, (_, jpeg)) in Cases)
            for (var i = 0; i < 400; i++)
            {
                var bytes = Convert.FromBase64String(jpeg);
                for (var change = 0; change < 3; change++)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                try
                {
                    PictureFile.DecodeRgb(bytes, kind);
                }
                catch (FormatException error)
                {
                    Assert.That(error.Message, Does.StartWith($"'{kind}'"));
                }
            }
    }
}
